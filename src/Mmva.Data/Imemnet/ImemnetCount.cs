namespace Mmva.Data;

/// <summary>A number of items next to the published one.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Count">The number here.</param>
/// <param name="Published">The number in the paper or in the description of IMEMNet-C.</param>
public sealed record ImemnetCount(string Name, long Count, long Published)
{
    /// <summary>How many more there are here.</summary>
    public long Difference => Count - Published;
}
