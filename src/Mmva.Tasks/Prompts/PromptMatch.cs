namespace Mmva;

/// <summary>A prompt found near a point of the emotion plane.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Emotion">The point of the prompt itself.</param>
/// <param name="Distance">Its Euclidean distance from the query point.</param>
/// <param name="Similarity">exp(−distance / σ), Eq. 1 of arXiv 2501.01094, in (0, 1].</param>
public sealed record PromptMatch(Prompt Prompt, ValenceArousal Emotion, double Distance, double Similarity);
