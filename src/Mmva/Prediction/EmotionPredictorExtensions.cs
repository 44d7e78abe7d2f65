namespace Mmva;

/// <summary>Predictions for a single input, and for lists without progress reports.</summary>
public static class EmotionPredictorExtensions
{
    /// <summary>Predicts the valence and arousal of one image.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>Valence and arousal, each from 0 to 1.</returns>
    /// <exception cref="MmvaException">No image encoder is registered, or it does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static async Task<ValenceArousal> PredictAsync(
        this IEmotionPredictor predictor, RgbImage image, CancellationToken cancellationToken = default) =>
        (await predictor.PredictAsync([image], null, cancellationToken).ConfigureAwait(false))[0].Emotion;

    /// <summary>Predicts the valence and arousal of one piece of music.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="music">The music.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>Valence and arousal, each from 0 to 1.</returns>
    /// <exception cref="MmvaException">No music encoder is registered, or it does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static async Task<ValenceArousal> PredictAsync(
        this IEmotionPredictor predictor, Waveform music, CancellationToken cancellationToken = default) =>
        (await predictor.PredictAsync([music], null, cancellationToken).ConfigureAwait(false))[0].Emotion;

    /// <summary>Predicts the valence and arousal of one caption.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="caption">The caption.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>Valence and arousal, each from 0 to 1.</returns>
    /// <exception cref="MmvaException">No caption encoder is registered, or it does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static async Task<ValenceArousal> PredictAsync(
        this IEmotionPredictor predictor, string caption, CancellationToken cancellationToken = default) =>
        (await predictor.PredictAsync([caption], null, cancellationToken).ConfigureAwait(false))[0].Emotion;

    /// <inheritdoc cref="IEmotionPredictor.PredictAsync(IReadOnlyList{RgbImage}, IProgress{int}, CancellationToken)"/>
    public static Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        this IEmotionPredictor predictor, IReadOnlyList<RgbImage> images, CancellationToken cancellationToken) =>
        predictor.PredictAsync(images, null, cancellationToken);

    /// <inheritdoc cref="IEmotionPredictor.PredictAsync(IReadOnlyList{Waveform}, IProgress{int}, CancellationToken)"/>
    public static Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        this IEmotionPredictor predictor, IReadOnlyList<Waveform> music, CancellationToken cancellationToken) =>
        predictor.PredictAsync(music, null, cancellationToken);

    /// <inheritdoc cref="IEmotionPredictor.PredictAsync(IReadOnlyList{string}, IProgress{int}, CancellationToken)"/>
    public static Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        this IEmotionPredictor predictor, IReadOnlyList<string> captions, CancellationToken cancellationToken) =>
        predictor.PredictAsync(captions, null, cancellationToken);
}
