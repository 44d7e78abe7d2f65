using Microsoft.Extensions.AI;
using Mmva.Data;

namespace Mmva.Extensions.AI;

/// <summary>Decodes contents for a generator of decoded inputs: ahead of it, in batches of one modality, in bounded memory.</summary>
internal sealed class ContentGenerator<TInput>(
    IEmbeddingGenerator<TInput, Embedding<float>> generator, MediaDecoder decoder, Func<MediaContent, TInput?> select, string accepts, int batchSize)
    : IEmbeddingGenerator<DataContent, Embedding<float>> where TInput : class
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<DataContent> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        cancellationToken.ThrowIfCancellationRequested();
        // checks the options before anything is decoded, and has the properties of the result
        var result = await generator.GenerateAsync([], options, cancellationToken).ConfigureAwait(false);
        var batches = MediaBatches<NamedContent, Embedding<float>>.RunAsync(
            values.Select(NamedContent.At), DecodeAsync, EncodeAsync, endsRun: null, new() { BatchSize = batchSize }, progress: null,
            cancellationToken);
        await foreach (var one in batches.ConfigureAwait(false))
        {
            if (!one.Succeeded) throw one.Error;
            result.Add(one.Value!);
        }
        return result;

        async Task<IReadOnlyList<Embedding<float>>> EncodeAsync(
            IReadOnlyList<(NamedContent Input, MediaContent Content)> batch, CancellationToken stop) =>
            [.. await generator.GenerateAsync(batch.Select(one => select(one.Content)!), options, stop).ConfigureAwait(false)];
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : generator.GetService(serviceType, serviceKey);
    }

    /// <summary>Does nothing: the creator of encoders and decoders disposes them.</summary>
    public void Dispose()
    {
    }

    private async Task<MediaContent> DecodeAsync(NamedContent named, CancellationToken cancellationToken)
    {
        var content = await decoder.DecodeAsync(named.Content, named.Name, cancellationToken).ConfigureAwait(false);
        return select(content) is null
            ? throw new MediaException(named.Name, $"has the media type {named.Content.MediaType}, but this generator accepts {accepts} only.")
            : content;
    }
}
