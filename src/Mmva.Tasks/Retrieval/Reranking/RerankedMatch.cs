namespace Mmva;

/// <summary>A match scored by the similarity head.</summary>
/// <param name="Match">The item, with its distance and similarity on the emotion plane.</param>
/// <param name="PredictedSimilarity">The predicted similarity of the item and the two parts of the query, from 0 to 1.</param>
public sealed record RerankedMatch(EmotionMatch Match, float PredictedSimilarity);
