namespace Mmva;

/// <summary>A folder that came with a trained model: tasks look there for what was computed with it beforehand, and take it if its fingerprint is that of the predictor in use.</summary>
/// <param name="Path">The folder; it need not exist.</param>
public sealed record PrecomputedFolder(string Path);
