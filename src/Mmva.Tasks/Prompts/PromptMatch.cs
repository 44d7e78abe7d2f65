namespace Mmva;

/// <summary>A prompt found near a place of the emotion plane.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Emotion">Where the prompt itself lies.</param>
/// <param name="Distance">Its Euclidean distance on the plane.</param>
/// <param name="Similarity">exp(−distance / σ), Eq. 1 of arXiv 2501.01094, in (0, 1].</param>
public sealed record PromptMatch(Prompt Prompt, ValenceArousal Emotion, double Distance, double Similarity);
