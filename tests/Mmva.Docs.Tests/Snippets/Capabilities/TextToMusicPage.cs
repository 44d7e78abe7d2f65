using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Data;
using Mmva.Tasks.Evaluation;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/text-to-music.md.</summary>
internal static class TextToMusicPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact().AddRetrieval();
        await using var provider = services.BuildServiceProvider();
        var retriever = provider.GetRequiredService<IEmotionRetriever>();

        await foreach (var track in retriever.IndexFilesAsync(MediaFiles.Find("media", MediaKind.Audio)))
            if (!track.Succeeded) Console.Error.WriteLine(track.Error.Message);
        foreach (var text in new[] { "a quiet evening", "an angry crowd" })
        {
            var best = (await retriever.FindAsync(text, count: 1, among: Modality.Music)).Single();
            Console.WriteLine($"{text}: {Path.GetFileName(best.Item.Payload)}, match {best.Similarity:F2}");
        }
    }

    public static async Task EvaluateAsync(IEmotionPredictor predictor, MediaDecoder decoder, CancellationToken cancellationToken)
    {
        var music = Datasets.CaptionedMusic("pairs.csv");                                           // path, caption, group (optional)
        var result = await CaptionRetrieval.MeasureAsync(predictor, music, decoder, count: 1000, seed: 0, cancellationToken: cancellationToken);
        var (found, chance, bound) = (result.Metrics.RecallAt10.Value, result.Chance.RecallAt10, result.Bound.RecallAt10);
        Console.WriteLine($"R@10 {found:P1}, by chance {chance:P1}, at most {bound:P1}");
    }
}
