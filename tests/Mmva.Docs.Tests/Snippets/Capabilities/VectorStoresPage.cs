using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Mmva;
using Mmva.Extensions.VectorData;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/vector-stores.md.</summary>
internal static class VectorStoresPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact().AddRetrieval().AddVectorStoreCollection();
        await using var provider = services.BuildServiceProvider();
        await foreach (var file in provider.GetRequiredService<IEmotionRetriever>().IndexFilesAsync(MediaFiles.Find("media")))
            if (!file.Succeeded) Console.Error.WriteLine(file.Error.Message);

        var collection = provider.GetRequiredService<VectorStoreCollection<string, EmotionItem>>();
        var photo = new DataContent(File.ReadAllBytes("media/thunderstorm.jpg"), "image/jpeg");
        await foreach (var result in collection.SearchAsync(photo, top: 3, new() { Filter = item => item.Modality == Modality.Music }))
            Console.WriteLine($"{result.Score:F2} {Path.GetFileName(result.Record.Payload)}"); // the distance: smaller is better
    }

    public static void UseCollection(IServiceCollection services)
    {
        services.AddMmva().UseCompact().AddRetrieval().UseVectorStoreIndex(provider => provider.GetRequiredService<VectorStore>()
            .GetCollection<string, EmotionRecord>("emotions", EmotionRecord.CreateDefinition()));
    }
}
