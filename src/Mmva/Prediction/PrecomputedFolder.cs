namespace Mmva;

/// <summary>Precomputed artifacts shipped with a model, such as the points of the prompts. Ignored if the fingerprint differs.</summary>
/// <param name="Path">The folder; it need not exist.</param>
internal sealed record PrecomputedFolder(string Path);
