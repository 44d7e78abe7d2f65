namespace Mmva;

/// <summary>The prediction for one of many inputs.</summary>
/// <param name="Modality">What the input was found to be.</param>
/// <param name="Prediction">The prediction.</param>
public sealed record MediaPrediction(Modality Modality, EmotionPrediction Prediction)
{
    /// <summary>Valence and arousal, each from 0 to 1.</summary>
    public ValenceArousal Emotion => Prediction.Emotion;
}
