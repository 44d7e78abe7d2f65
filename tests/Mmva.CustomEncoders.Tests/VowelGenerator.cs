using Microsoft.Extensions.AI;

namespace Mmva.CustomEncoders.Tests;

/// <summary>Somebody's embedding generator: counts a, e, i, o and u.</summary>
internal sealed class VowelGenerator(EmbeddingGeneratorMetadata? metadata, int drop = 0) : IEmbeddingGenerator<string, Embedding<float>>
{
    public VowelGenerator(int drop = 0) : this(new("example", new("https://example.org/"), "vowels", 5), drop)
    {
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            new GeneratedEmbeddings<Embedding<float>>(
                values.Skip(drop).Select(
                    text => new Embedding<float>("aeiou".Select(vowel => (float)text.Count(letter => letter == vowel)).ToArray()))));

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata : null;

    public void Dispose()
    {
    }
}
