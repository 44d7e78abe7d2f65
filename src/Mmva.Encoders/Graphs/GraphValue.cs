namespace Mmva.Encoders.Graphs;

/// <summary>A tensor inside a graph: an input, a weight or the result of a node.</summary>
internal readonly record struct GraphValue(string Name)
{
    /// <summary>An optional input without a value.</summary>
    public static readonly GraphValue None = new("");
}
