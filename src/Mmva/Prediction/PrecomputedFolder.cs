namespace Mmva;

/// <summary>
/// Files shipped with a trained model, such as the points of prompts. A file is ignored if its fingerprint is not that of the predictor in use.
/// </summary>
/// <param name="Path">The folder; it need not exist.</param>
public sealed record PrecomputedFolder(string Path);
