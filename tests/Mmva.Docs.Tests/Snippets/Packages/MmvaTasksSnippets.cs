using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Tasks;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.Tasks.</summary>
internal static class MmvaTasksSnippets
{
    public static async Task RetrieveAsync(IServiceCollection services, IServiceProvider provider)
    {
        services.AddMmva().UseCompact().AddRetrieval();
        // ...
        var retriever = provider.GetRequiredService<IEmotionRetriever>();
        await foreach (var file in retriever.IndexFilesAsync(MediaFiles.Find("music")))
            if (!file.Succeeded) Console.Error.WriteLine(file.Error.Message); // names the file; the others are not affected
        foreach (var match in await retriever.FindAsync("a quiet morning by the sea", count: 10, Modality.Music))
            Console.WriteLine($"{match.Similarity:F2} {match.Item.Id}");
    }
}
