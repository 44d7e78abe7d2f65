namespace Mmva;

/// <summary>Predicts the valence and arousal of images, music and captions, and how well they match.</summary>
/// <remarks>Safe to call from several threads at once. The same input gives the same prediction, alone or in any batch, within rounding.</remarks>
public interface IEmotionPredictor
{
    /// <summary>Predicts the valence and arousal of images.</summary>
    /// <param name="images">Any number of images.</param>
    /// <param name="progress">Receives the number of images done after each batch; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One prediction per image, in order.</returns>
    /// <exception cref="MmvaException">No image encoder is registered, or it does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Predicts the valence and arousal of pieces of music.</summary>
    /// <param name="music">Any number of waveforms.</param>
    /// <param name="progress">Receives the number of waveforms done after each batch; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One prediction per waveform, in order.</returns>
    /// <exception cref="MmvaException">No music encoder is registered, or it does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Predicts the valence and arousal of captions.</summary>
    /// <param name="captions">Any number of captions.</param>
    /// <param name="progress">Receives the number of captions done after each batch; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>One prediction per caption, in order.</returns>
    /// <exception cref="MmvaException">No caption encoder is registered, or it does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Predicts the similarity of triples with the similarity head, from the embeddings in their predictions.</summary>
    /// <param name="triples">Each the predictions of an image, a piece of music and a caption.</param>
    /// <returns>One score from 0 to 1 per triple.</returns>
    /// <exception cref="MmvaException">The model has no similarity head, or an embedding comes from another model.</exception>
    IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples);

    /// <summary>
    /// Loads what would otherwise be loaded when it is first needed: the encoders of all modalities. For servers, whose first answer should not
    /// take longer than the others, and which should not start with a damaged file.
    /// </summary>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MmvaException">An encoder cannot be loaded, or does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>
    /// Identifies the weights behind the predictions of a modality, so that results can be stored in files. It is the same for every precision.
    /// </summary>
    /// <param name="modality">The modality.</param>
    /// <returns>A short text, or <see langword="null"/> (the default) if the weights cannot be identified; results are then not stored.</returns>
    string? FingerprintOf(Modality modality) => null;
}

/// <summary>The prediction for one input.</summary>
/// <param name="Emotion">Valence and arousal, each from 0 to 1.</param>
/// <param name="Embedding">The output of the neck (512 values in the paper): the input of the similarity head.</param>
/// <param name="Notices">
/// Warnings about the input: a caption was truncated or is in a language unknown to the encoder, or audio is silent. Usually empty.
/// </param>
public sealed record EmotionPrediction(ValenceArousal Emotion, ReadOnlyMemory<float> Embedding, IReadOnlyList<string> Notices);

/// <summary>An image, a piece of music and a caption whose similarity is to be predicted.</summary>
/// <param name="Image">The image's prediction.</param>
/// <param name="Music">The music's prediction.</param>
/// <param name="Caption">The caption's prediction.</param>
public readonly record struct EmotionTriple(EmotionPrediction Image, EmotionPrediction Music, EmotionPrediction Caption);
