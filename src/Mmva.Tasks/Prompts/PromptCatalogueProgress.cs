namespace Mmva;

/// <summary>The progress of building a catalogue.</summary>
/// <param name="Done">The number of predicted prompts, those of an earlier, interrupted build included.</param>
/// <param name="Total">The number of prompts.</param>
public readonly record struct PromptCatalogueProgress(int Done, int Total);
