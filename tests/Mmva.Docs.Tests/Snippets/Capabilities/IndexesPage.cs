using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/indexes.md.</summary>
internal static class IndexesPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact().AddRetrieval().UseSqliteIndex("library.db");
        await using var provider = services.BuildServiceProvider();
        var index = provider.GetRequiredService<IEmotionIndex>();

        await foreach (var file in provider.GetRequiredService<IEmotionRetriever>().IndexFilesAsync(MediaFiles.Find("media")))
            if (!file.Succeeded) Console.Error.WriteLine(file.Error.Message);
        Console.WriteLine($"{await index.CountAsync(Modality.Image)} images, {await index.CountAsync(Modality.Music)} tracks");
        foreach (var match in await index.NearestAsync(new(0.5f, 0.2f), count: 1))
            Console.WriteLine($"{match.Distance:F2} {Path.GetFileName(match.Item.Payload)}");
    }
}
