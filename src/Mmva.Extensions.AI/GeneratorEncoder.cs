using System.Globalization;
using Microsoft.Extensions.AI;
using Mmva.Files;

namespace Mmva.Extensions.AI;

/// <summary>An embedding generator that answers as an encoder.</summary>
internal sealed class GeneratorEncoder<TInput> : IModalityEncoder<TInput>
{
    private const string NameOption = $"{nameof(GeneratorEncoderOptions)}.{nameof(GeneratorEncoderOptions.Name)}";
    private const string WidthOption = $"{nameof(GeneratorEncoderOptions)}.{nameof(GeneratorEncoderOptions.Width)}";

    private readonly IEmbeddingGenerator<TInput, Embedding<float>> _generator;
    private readonly EmbeddingGenerationOptions? _generation;

    public GeneratorEncoder(IEmbeddingGenerator<TInput, Embedding<float>> generator, GeneratorEncoderOptions options)
    {
        _generator = generator;
        _generation = options.Generation?.Clone();
        Metadata = Describe(generator.GetService<EmbeddingGeneratorMetadata>(), generator.GetService<EncoderMetadata>(), options);
    }

    public EncoderMetadata Metadata { get; }

    public async Task<FeatureBatch> EncodeAsync(IReadOnlyList<TInput> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        cancellationToken.ThrowIfCancellationRequested(); // whether the generator checks it or not
        if (inputs.Count == 0) return new(0, 1, Metadata.Width, default);
        var embeddings = await _generator.GenerateAsync(inputs, _generation, cancellationToken).ConfigureAwait(false);
        if (embeddings.Count != inputs.Count)
            throw new MmvaException($"The generator '{Metadata.Name}' returned {embeddings.Count} vectors for {inputs.Count} inputs.");
        var values = new float[inputs.Count * Metadata.Width];
        var notices = new List<EncodingNotice>();
        for (var i = 0; i < inputs.Count; i++)
        {
            var vector = embeddings[i].Vector;
            if (vector.Length != Metadata.Width)
                throw new MmvaException(
                    $"The generator '{Metadata.Name}' returned a vector of {vector.Length} values for input {i}, "
                    + $"where {Metadata.Width} are expected: set {WidthOption}.");
            vector.CopyTo(values.AsMemory(i * Metadata.Width));
            if (embeddings[i].AdditionalProperties?.TryGetValue(EmbeddingProperties.Notices, out IReadOnlyList<string>? found) == true)
                notices.AddRange(found.Select(notice => new EncodingNotice(i, notice)));
        }
        return new(inputs.Count, 1, Metadata.Width, values, notices);
    }

    private static EncoderMetadata Describe(EmbeddingGeneratorMetadata? generator, EncoderMetadata? encoder, GeneratorEncoderOptions options)
    {
        var name = options.Name ?? options.Generation?.ModelId ?? generator?.DefaultModelId
            ?? throw new MmvaException(
                $"The generator does not name its model: set {NameOption}. It keys cached features, so another model needs another name.");
        var width = options.Width ?? options.Generation?.Dimensions ?? generator?.DefaultModelDimensions
            ?? throw new MmvaException($"The generator '{name}' does not state the length of its vectors: set {WidthOption}.");
        if (width < 1) throw new MmvaException($"The generator '{name}' has vectors of {width} values; at least 1 is needed.");
        return new(name, 1, width,
            options.License ?? encoder?.License ?? "unknown",
            options.Source ?? encoder?.Source ?? generator?.ProviderUri?.ToString() ?? generator?.ProviderName ?? "an embedding generator",
            Fingerprint(generator, encoder?.Fingerprint, name, width));
    }

    // the fields are separated by a character that none of them contains
    private static string Fingerprint(EmbeddingGeneratorMetadata? generator, string? weights, string name, int width) => new ContentHash()
        .Append(string.Join(
            '\n', "embedding generator", generator?.ProviderName, generator?.ProviderUri, generator?.DefaultModelId, weights, name,
            width.ToString(CultureInfo.InvariantCulture)))
        .ToString();
}
