using Microsoft.Extensions.AI;
using Mmva;
using Mmva.Extensions.AI;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.Extensions.AI.</summary>
internal static class MmvaExtensionsAISnippets
{
    public static async Task<ReadOnlyMemory<float>> GenerateAsync(IModalityEncoder<string> encoder)
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = encoder.AsIEmbeddingGenerator();
        ReadOnlyMemory<float> vector = await generator.GenerateVectorAsync("a storm over the sea");
        return vector;
    }
}
