using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets;

/// <summary>The code of the README of Mmva.Compact.</summary>
internal static class MmvaCompactSnippets
{
    public static async Task RunAsync(string[] args)
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact();
        await using var provider = services.BuildServiceProvider();
        var predictor = provider.GetRequiredService<IEmotionPredictor>();

        Console.WriteLine(await predictor.PredictAsync("a quiet morning by the sea")); // valence and arousal, each from 0 to 1
        await foreach (var file in predictor.PredictFilesAsync(args)) // images and music
            Console.WriteLine($"{file.Input}: {file.Value?.Emotion.ToString() ?? file.Error!.Message}");
    }

    public static void UseWeights(IServiceCollection services)
    {
        services.AddMmva().UseCompact(options => options.Folder = "my-weights");
    }
}
