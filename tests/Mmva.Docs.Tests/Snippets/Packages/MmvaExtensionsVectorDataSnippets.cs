using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Mmva;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.Extensions.VectorData.</summary>
internal static class MmvaExtensionsVectorDataSnippets
{
    public static async Task SearchAsync(IServiceCollection services, IServiceProvider provider)
    {
        services.AddMmva().UseCompact().AddRetrieval().AddVectorStoreCollection();
        // ...
        var collection = provider.GetRequiredService<VectorStoreCollection<string, EmotionItem>>();
        await foreach (var result in collection.SearchAsync("a quiet morning by the sea", top: 10))
            Console.WriteLine($"{result.Record.Payload}\t{result.Score:F3}"); // the distance: smaller is better
    }
}
