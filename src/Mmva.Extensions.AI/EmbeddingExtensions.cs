using Microsoft.Extensions.AI;
using Mmva.Extensions.AI;

namespace Mmva;

/// <summary>
/// Converts between Mmva's encoders and the embedding generators of Microsoft.Extensions.AI. Encoders give their features; a predictor gives points
/// of the emotion plane, which are comparable across images, audio and text.
/// </summary>
public static class EmbeddingExtensions
{
    private const int MaxBatchSize = 4096;

    /// <summary>
    /// Lets other .NET code use an encoder as an embedding generator: features [layers, width] become one vector of layers × width values, layer
    /// after layer.
    /// </summary>
    /// <typeparam name="TInput">The input of the encoder.</typeparam>
    /// <param name="encoder">The encoder; it is not disposed with the generator.</param>
    /// <param name="batchSize">The number of inputs in one call of the encoder, at least 1; longer sequences are divided.</param>
    /// <returns>
    /// A generator as thread-safe as the encoder. Each vector has the encoder's name as its model and, under <see cref="EmbeddingProperties"/>, the
    /// notices of its
    /// input; the result has the shape, the license and the fingerprint. <c>GetService</c> returns the <see cref="EncoderMetadata"/> and the encoder
    /// itself.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    public static IEmbeddingGenerator<TInput, Embedding<float>> AsIEmbeddingGenerator<TInput>(
        this IModalityEncoder<TInput> encoder, int batchSize = MmvaOptions.DefaultBatchSize)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return new EncoderGenerator<TInput>(encoder, batchSize);
    }

    /// <summary>Lets other .NET code use an image encoder on files in memory: <c>image/*</c>, as bytes or data URIs.</summary>
    /// <param name="encoder">The encoder; it is not disposed with the generator.</param>
    /// <param name="decoder">Decodes the images: the host's <see cref="IImageDecoder"/>.</param>
    /// <param name="batchSize">The number of images in one call of the encoder, from 1 to 4096; memory may allow fewer.</param>
    /// <returns>
    /// A generator as thread-safe as encoder and decoder: its vectors are those of the encoder's own generator,
    /// <see cref="AsIEmbeddingGenerator{TInput}(IModalityEncoder{TInput}, int)"/>. Images are decoded ahead of the encoder. The first content that
    /// cannot be used ends the call with a <see cref="MediaException"/> that names it.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is out of its range.</exception>
    public static IEmbeddingGenerator<DataContent, Embedding<float>> AsIEmbeddingGenerator(
        this IModalityEncoder<RgbImage> encoder, IImageDecoder decoder, int batchSize = MmvaOptions.DefaultBatchSize)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        return OfContents(encoder.AsIEmbeddingGenerator(batchSize), new(decoder), content => content.Image, "images", batchSize);
    }

    /// <summary>Lets other .NET code use a music encoder on files in memory: <c>audio/*</c>, as bytes or data URIs.</summary>
    /// <param name="encoder">The encoder; it is not disposed with the generator.</param>
    /// <param name="decoder">Decodes the audio: the host's <see cref="IAudioDecoder"/>.</param>
    /// <param name="batchSize">The number of pieces in one call of the encoder, from 1 to 4096; memory may allow fewer.</param>
    /// <returns>
    /// A generator as thread-safe as encoder and decoder: its vectors are those of the encoder's own generator,
    /// <see cref="AsIEmbeddingGenerator{TInput}(IModalityEncoder{TInput}, int)"/>. Audio is decoded ahead of the encoder. The first content that
    /// cannot be used ends the call with a <see cref="MediaException"/> that names it.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is out of its range.</exception>
    public static IEmbeddingGenerator<DataContent, Embedding<float>> AsIEmbeddingGenerator(
        this IModalityEncoder<Waveform> encoder, IAudioDecoder decoder, int batchSize = MmvaOptions.DefaultBatchSize)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        return OfContents(encoder.AsIEmbeddingGenerator(batchSize), new(decoder), content => content.Music, "audio", batchSize);
    }

    /// <summary>
    /// Lets other .NET code use a predictor on files in memory, images and audio mixed: each becomes a vector of two values, its valence and its
    /// arousal. Their Euclidean distance is that of Eq. 1, so any store of vectors finds what feels alike, in any modality.
    /// </summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="decoder">Decodes the contents, or <see langword="null"/> for the default decoders.</param>
    /// <param name="batchSize">The number of inputs in one call of the predictor, from 1 to 4096; memory may allow fewer.</param>
    /// <returns>
    /// A generator as thread-safe as the predictor. It accepts <c>image/*</c>, <c>audio/*</c>, <c>text/plain</c> in UTF-8, and
    /// <c>application/octet-stream</c> for images and audio of unknown format. Contents are decoded ahead of the predictor. The first content that
    /// cannot be used ends the call with a <see cref="MediaException"/> that names it. Each vector has the notices of its input under
    /// <see cref="EmbeddingProperties"/>. <c>GetService</c> returns the predictor.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is out of its range.</exception>
    public static IEmbeddingGenerator<DataContent, Embedding<float>> AsIEmbeddingGenerator(
        this IEmotionPredictor predictor, MediaDecoder? decoder = null, int batchSize = MmvaOptions.DefaultBatchSize)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return OfContents(PointGenerators.OfMedia(predictor), decoder ?? new(), content => content, "images, audio and text", batchSize);
    }

    /// <summary>Lets other .NET code use a predictor on texts: each becomes a vector of two values, its valence and its arousal.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <returns>
    /// A generator as thread-safe as the predictor; its vectors are comparable with those of
    /// <see cref="AsIEmbeddingGenerator(IEmotionPredictor, MediaDecoder, int)"/>.
    /// </returns>
    public static IEmbeddingGenerator<string, Embedding<float>> AsTextEmbeddingGenerator(this IEmotionPredictor predictor)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return PointGenerators.OfTexts(predictor);
    }

    /// <summary>Uses any embedding generator as an encoder with features [1, width].</summary>
    /// <typeparam name="TInput">The input of the generator.</typeparam>
    /// <param name="generator">The generator; it is not disposed with the encoder.</param>
    /// <param name="options">The options, or <see langword="null"/> if the metadata of the generator contain the model and its dimensions.</param>
    /// <returns>An encoder as thread-safe as the generator. Its errors (of a network, for example) are passed on unchanged.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="MmvaException">Neither the metadata nor the options contain the model or the width of its vectors.</exception>
    public static IModalityEncoder<TInput> AsModalityEncoder<TInput>(
        this IEmbeddingGenerator<TInput, Embedding<float>> generator, GeneratorEncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new GeneratorEncoder<TInput>(generator, (options ?? new()).Validated(new GeneratorEncoderOptionsValidator()));
    }

    private static ContentGenerator<TInput> OfContents<TInput>(
        IEmbeddingGenerator<TInput, Embedding<float>> generator, MediaDecoder decoder, Func<MediaContent, TInput?> select, string accepts,
        int batchSize) where TInput : class
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batchSize, MaxBatchSize);
        return new(generator, decoder, select, accepts, batchSize);
    }
}
