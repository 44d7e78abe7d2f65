namespace Mmva;

/// <summary>An item found near a point of the emotion plane.</summary>
/// <param name="Item">The item.</param>
/// <param name="Distance">Its Euclidean distance from the query point.</param>
/// <param name="Similarity">exp(−distance / σ), Eq. 1 of arXiv 2501.01094, in (0, 1].</param>
public sealed record EmotionMatch(EmotionItem Item, double Distance, double Similarity);
