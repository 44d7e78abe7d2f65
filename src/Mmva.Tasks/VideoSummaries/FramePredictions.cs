namespace Mmva.Tasks;

/// <summary>Predicts frames together with the vectors in which changes of shot are detected.</summary>
internal static class FramePredictions
{
    /// <summary>Predicts images.</summary>
    /// <returns>Predictions with the features of the encoder, or with the embeddings if a custom predictor does not provide features.</returns>
    public static async Task<IReadOnlyList<FeaturePrediction>> PredictFramesAsync(
        this IEmotionPredictor predictor, IReadOnlyList<RgbImage> images, CancellationToken cancellationToken)
    {
        if (predictor is IFeaturePredictor both) return await both.PredictWithFeaturesAsync(images, cancellationToken).ConfigureAwait(false);
        var predictions = await predictor.PredictAsync(images, cancellationToken).ConfigureAwait(false);
        return [.. predictions.Select(prediction => new FeaturePrediction(prediction, prediction.Embedding))];
    }
}
