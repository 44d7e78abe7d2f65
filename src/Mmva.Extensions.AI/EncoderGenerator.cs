using Microsoft.Extensions.AI;

namespace Mmva.Extensions.AI;

/// <summary>An encoder that answers as an embedding generator.</summary>
internal sealed class EncoderGenerator<TInput>(IModalityEncoder<TInput> encoder, int batchSize) : IEmbeddingGenerator<TInput, Embedding<float>>
{
    private readonly EncoderMetadata _encoder = encoder.Metadata;

    private int Dimensions => _encoder.Layers * _encoder.Width;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        Check(options);
        var result = new GeneratedEmbeddings<Embedding<float>>
        {
            AdditionalProperties = new()
            {
                [EmbeddingProperties.Layers] = _encoder.Layers,
                [EmbeddingProperties.Width] = _encoder.Width,
                [EmbeddingProperties.License] = _encoder.License,
                [EmbeddingProperties.Fingerprint] = _encoder.Fingerprint,
            },
        };
        foreach (var batch in values.Chunk(batchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var features = (await encoder.EncodeAsync(batch, cancellationToken).ConfigureAwait(false)).Require(_encoder, batch.Length);
            var now = DateTimeOffset.UtcNow;
            for (var i = 0; i < features.Count; i++)
                result.Add(new(features[i]) { ModelId = _encoder.Name, CreatedAt = now, AdditionalProperties = NoticesOf(features, i) });
        }
        return result;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata))
        {
            _ = Uri.TryCreate(_encoder.Source, UriKind.Absolute, out var source);
            return new EmbeddingGeneratorMetadata("mmva", source, _encoder.Name, Dimensions);
        }
        if (serviceType == typeof(EncoderMetadata)) return _encoder;
        return serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(encoder) ? encoder : null;
    }

    /// <summary>Does nothing: the creator of the encoder disposes it.</summary>
    public void Dispose()
    {
    }

    // another model or another length than requested would be a silent error
    private void Check(EmbeddingGenerationOptions? options)
    {
        if (options?.Dimensions is { } dimensions && dimensions != Dimensions)
            throw new MmvaException(
                $"The encoder '{_encoder.Name}' has vectors of {Dimensions} values ({_encoder.Layers} x {_encoder.Width}), not of {dimensions}: "
                + "do not set EmbeddingGenerationOptions.Dimensions.");
        if (options?.ModelId is { } model && model != _encoder.Name)
            throw new MmvaException(
                $"The model '{model}' was requested, but this generator is the encoder '{_encoder.Name}': "
                + "do not set EmbeddingGenerationOptions.ModelId.");
    }

    private static AdditionalPropertiesDictionary? NoticesOf(FeatureBatch features, int index)
    {
        var notices = features.Notices.Where(n => n.Index == index).Select(n => n.Message).ToList();
        return notices.Count == 0 ? null : new() { [EmbeddingProperties.Notices] = notices };
    }
}
