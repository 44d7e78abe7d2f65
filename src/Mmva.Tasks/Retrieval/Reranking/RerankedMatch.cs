namespace Mmva;

/// <summary>A match that the similarity predictor has looked at.</summary>
/// <param name="Match">The item, with its distance and similarity on the emotion plane.</param>
/// <param name="PredictedSimilarity">What the predictor says of the item together with the question's two parts, from 0 to 1.</param>
public sealed record RerankedMatch(EmotionMatch Match, float PredictedSimilarity);
