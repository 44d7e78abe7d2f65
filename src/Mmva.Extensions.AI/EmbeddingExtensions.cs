using Microsoft.Extensions.AI;
using Mmva.Extensions.AI;

namespace Mmva;

/// <summary>Converts between Mmva's encoders and the embedding generators of Microsoft.Extensions.AI.</summary>
public static class EmbeddingExtensions
{
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
}
