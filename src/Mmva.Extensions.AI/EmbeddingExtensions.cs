using Microsoft.Extensions.AI;
using Mmva.Extensions.AI;

namespace Mmva;

/// <summary>Turns Mmva's encoders into embedding generators of Microsoft.Extensions.AI, and the other way round.</summary>
public static class EmbeddingExtensions
{
    /// <summary>Lets other .NET code use an encoder as an embedding generator: features [layers, width] become one vector of layers × width numbers, layer after layer.</summary>
    /// <typeparam name="TInput">What the encoder takes.</typeparam>
    /// <param name="encoder">The encoder; it is not disposed of with the generator.</param>
    /// <param name="batchSize">How many inputs go through the encoder at once, at least 1; longer sequences are taken in such parts.</param>
    /// <returns>
    /// A generator as thread-safe as the encoder. Each vector carries the encoder's name as its model, and under <see cref="EmbeddingProperties"/> what was not taken of its input;
    /// the result carries the shape, the license and the fingerprint. <c>GetService</c> gives the <see cref="EncoderMetadata"/> and the encoder itself.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    public static IEmbeddingGenerator<TInput, Embedding<float>> AsIEmbeddingGenerator<TInput>(this IModalityEncoder<TInput> encoder, int batchSize = MmvaOptions.DefaultBatchSize)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return new EncoderGenerator<TInput>(encoder, batchSize);
    }

    /// <summary>Takes any embedding generator as an encoder with features [1, width].</summary>
    /// <typeparam name="TInput">What the generator takes.</typeparam>
    /// <param name="generator">The generator; it is not disposed of with the encoder.</param>
    /// <param name="options">What the generator's metadata leave open; null where they say the model and its dimensions.</param>
    /// <returns>An encoder as thread-safe as the generator. Its errors (of a network, for example) come through as they are.</returns>
    /// <exception cref="MmvaException">Neither the metadata nor the options name the model or the width of its vectors.</exception>
    public static IModalityEncoder<TInput> AsModalityEncoder<TInput>(this IEmbeddingGenerator<TInput, Embedding<float>> generator, GeneratorEncoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new GeneratorEncoder<TInput>(generator, options ?? new());
    }
}
