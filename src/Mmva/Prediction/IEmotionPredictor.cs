namespace Mmva;

/// <summary>Says how pictures, music and captions feel, and how well they go together.</summary>
/// <remarks>Safe to call from several threads at once. The same input gives the same answer, alone or in any batch, within rounding.</remarks>
public interface IEmotionPredictor
{
    /// <summary>Places images on the emotion plane.</summary>
    /// <param name="images">Any number of images.</param>
    /// <param name="cancellationToken">Ends the work between batches.</param>
    /// <returns>One prediction per image, in order.</returns>
    /// <exception cref="MmvaException">No encoder for images is there, or it does not fit the heads.</exception>
    Task<IReadOnlyList<EmotionPrediction>> PredictAsync(IReadOnlyList<RgbImage> images, CancellationToken cancellationToken = default);

    /// <summary>Places pieces of music on the emotion plane.</summary>
    /// <param name="music">Any number of waveforms.</param>
    /// <param name="cancellationToken">Ends the work between batches.</param>
    /// <returns>One prediction per piece, in order.</returns>
    /// <exception cref="MmvaException">No encoder for music is there, or it does not fit the heads.</exception>
    Task<IReadOnlyList<EmotionPrediction>> PredictAsync(IReadOnlyList<Waveform> music, CancellationToken cancellationToken = default);

    /// <summary>Places captions on the emotion plane.</summary>
    /// <param name="captions">Any number of texts.</param>
    /// <param name="cancellationToken">Ends the work between batches.</param>
    /// <returns>One prediction per text, in order.</returns>
    /// <exception cref="MmvaException">No encoder for captions is there, or it does not fit the heads.</exception>
    Task<IReadOnlyList<EmotionPrediction>> PredictAsync(IReadOnlyList<string> captions, CancellationToken cancellationToken = default);

    /// <summary>The similarity predictor's score of triples, from the embeddings of their predictions.</summary>
    /// <param name="triples">Predictions of an image, a piece of music and a caption each.</param>
    /// <returns>One score per triple, from 0 to 1.</returns>
    /// <exception cref="MmvaException">The heads were trained without a similarity predictor, or an embedding is not of this model.</exception>
    IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples);

    /// <summary>Tells the predictions of a modality from those of other weights: it keys what is computed once and kept in a file. The same for every precision of a tower.</summary>
    /// <param name="modality">The modality.</param>
    /// <returns>A short text; null where the predictor cannot say, which is the default: then nothing is kept.</returns>
    string? FingerprintOf(Modality modality) => null;
}

/// <summary>Where an input lies on the emotion plane.</summary>
/// <param name="Emotion">Valence and arousal, each from 0 to 1.</param>
/// <param name="Embedding">What the neck gives (512 numbers in the paper): the similarity predictor's input.</param>
/// <param name="Notices">What a caller should know: a text was cut, or is in a language that its encoder does not know; sound is silent. Empty where there is nothing to say.</param>
public sealed record EmotionPrediction(ValenceArousal Emotion, ReadOnlyMemory<float> Embedding, IReadOnlyList<string> Notices);

/// <summary>An image, a piece of music and a caption whose similarity is asked for.</summary>
/// <param name="Image">The image's prediction.</param>
/// <param name="Music">The music's prediction.</param>
/// <param name="Caption">The caption's prediction.</param>
public readonly record struct EmotionTriple(EmotionPrediction Image, EmotionPrediction Music, EmotionPrediction Caption);
