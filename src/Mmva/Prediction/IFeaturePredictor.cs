namespace Mmva;

/// <summary>A predictor that also returns the features of images, for tasks that compare images in more detail than embeddings keep.</summary>
internal interface IFeaturePredictor
{
    /// <summary>Predicts the valence and arousal of images.</summary>
    /// <returns>One prediction with its features per image, in order.</returns>
    Task<IReadOnlyList<FeaturePrediction>> PredictWithFeaturesAsync(IReadOnlyList<RgbImage> images, CancellationToken cancellationToken = default);
}

/// <summary>A prediction and the features it was made from, [layers, width].</summary>
internal readonly record struct FeaturePrediction(EmotionPrediction Prediction, ReadOnlyMemory<float> Features);
