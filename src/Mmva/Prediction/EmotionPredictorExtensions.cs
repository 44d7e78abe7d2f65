namespace Mmva;

/// <summary>Predictions of a single input.</summary>
public static class EmotionPredictorExtensions
{
    /// <summary>Places one image on the emotion plane.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Valence and arousal, each from 0 to 1.</returns>
    /// <exception cref="MmvaException">No encoder for images is there.</exception>
    public static async Task<ValenceArousal> PredictAsync(this IEmotionPredictor predictor, RgbImage image, CancellationToken cancellationToken = default) =>
        (await predictor.PredictAsync([image], cancellationToken).ConfigureAwait(false))[0].Emotion;

    /// <summary>Places one piece of music on the emotion plane.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="music">The music.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Valence and arousal, each from 0 to 1.</returns>
    /// <exception cref="MmvaException">No encoder for music is there.</exception>
    public static async Task<ValenceArousal> PredictAsync(this IEmotionPredictor predictor, Waveform music, CancellationToken cancellationToken = default) =>
        (await predictor.PredictAsync([music], cancellationToken).ConfigureAwait(false))[0].Emotion;

    /// <summary>Places one caption on the emotion plane.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="caption">The text.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Valence and arousal, each from 0 to 1.</returns>
    /// <exception cref="MmvaException">No encoder for captions is there.</exception>
    public static async Task<ValenceArousal> PredictAsync(this IEmotionPredictor predictor, string caption, CancellationToken cancellationToken = default) =>
        (await predictor.PredictAsync([caption], cancellationToken).ConfigureAwait(false))[0].Emotion;
}
