namespace Mmva.Data;

/// <summary>An input whose features could not be computed.</summary>
/// <param name="Index">Its index among the inputs.</param>
/// <param name="Name">The path of the file, or the text.</param>
/// <param name="Error">The reason.</param>
public sealed record FeatureFailure(int Index, string Name, MmvaException Error);
