using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets;

/// <summary>The code of README.md.</summary>
internal static class ReadmeSnippets
{
    public static async Task RunAsync(string[] args)
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact(); // three small encoders and the model, about 46 MB, no download
        await using var provider = services.BuildServiceProvider();
        var predictor = provider.GetRequiredService<IEmotionPredictor>();
        var similarity = provider.GetRequiredService<EmotionalSimilarity>();

        var wanted = await predictor.PredictAsync("a quiet morning by the sea");
        Console.WriteLine($"{wanted} wanted"); // valence and arousal, each from 0 to 1

        await foreach (var file in predictor.PredictFilesAsync(args)) // images and music; the match is exp(-distance / σ)
        {
            Console.WriteLine(file.Succeeded
                ? $"{file.Value!.Emotion} {file.Input}, match {similarity.Score(wanted, file.Value.Emotion):F2}"
                : file.Error.Message);
        }
    }
}
