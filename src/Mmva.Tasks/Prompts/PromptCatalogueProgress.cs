namespace Mmva;

/// <summary>How far the embedding of prompts is.</summary>
/// <param name="Done">Prompts that have their place, those of an earlier, interrupted run included.</param>
/// <param name="Total">Prompts in all.</param>
public readonly record struct PromptCatalogueProgress(int Done, int Total);
