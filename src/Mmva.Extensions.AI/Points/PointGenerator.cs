using Microsoft.Extensions.AI;

namespace Mmva.Extensions.AI;

/// <summary>A predictor that answers as an embedding generator: the vectors are points of the emotion plane.</summary>
internal sealed class PointGenerator<TInput>(
    IEmotionPredictor predictor, Func<IReadOnlyList<TInput>, CancellationToken, Task<IReadOnlyList<EmotionPrediction>>> predict)
    : IEmbeddingGenerator<TInput, Embedding<float>>
{
    private static readonly EmbeddingGeneratorMetadata Metadata = new("mmva", null, EmotionVector.Model, EmotionVector.Dimensions);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        cancellationToken.ThrowIfCancellationRequested();
        Check(options);
        TInput[] inputs = [.. values];
        if (inputs.Length == 0) return [];
        var predictions = await predict(inputs, cancellationToken).ConfigureAwait(false);
        var now = DateTimeOffset.UtcNow;
        return [.. predictions.Select(prediction => new Embedding<float>(EmotionVector.Of(prediction.Emotion))
        {
            ModelId = EmotionVector.Model,
            CreatedAt = now,
            AdditionalProperties = prediction.Notices.Count == 0 ? null : new() { [EmbeddingProperties.Notices] = prediction.Notices.ToList() },
        })];
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(EmbeddingGeneratorMetadata)) return Metadata;
        return serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(predictor) ? predictor : null;
    }

    /// <summary>Does nothing: the creator of the predictor disposes it.</summary>
    public void Dispose()
    {
    }

    private static void Check(EmbeddingGenerationOptions? options)
    {
        if (options?.Dimensions is { } dimensions && dimensions != EmotionVector.Dimensions)
            throw new MmvaException(
                $"Points of the emotion plane have 2 values, valence and arousal, not {dimensions}: "
                + "do not set EmbeddingGenerationOptions.Dimensions.");
        if (options?.ModelId is { } model && model != EmotionVector.Model)
            throw new MmvaException(
                $"The model '{model}' was requested, but this generator is '{EmotionVector.Model}': do not set EmbeddingGenerationOptions.ModelId.");
    }
}
