using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/prediction.md.</summary>
internal static class PredictionPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact();
        await using var provider = services.BuildServiceProvider();
        var predictor = provider.GetRequiredService<IEmotionPredictor>();

        Console.WriteLine($"{await predictor.PredictAsync("a quiet morning by the sea")} a sentence");
        await foreach (var file in predictor.PredictFilesAsync(MediaFiles.Find("media")))
            Console.WriteLine(file.Succeeded ? $"{file.Value!.Emotion} {Path.GetFileName(file.Input)}" : file.Error.Message);
    }

    public static async Task PredictFilesAsync(
        IEmotionPredictor predictor, string folder, IProgress<FileProgress> progress, CancellationToken cancellationToken)
    {
        var paths = MediaFiles.Find(folder);                                                        // images and audio, in subfolders too
        await foreach (var result in predictor.PredictFilesAsync(paths, progress: progress, cancellationToken: cancellationToken))
        {
            if (result.Value is { } prediction) Console.WriteLine($"{result.Input}\t{prediction.Modality}\t{prediction.Emotion}");
            else Console.Error.WriteLine(result.Error!.Message);                                    // names the file; the others are not affected
        }
    }

    public static void ListenOnce(IServiceCollection services)
    {
        services.AddMmva().UseCompact()
            .AddMedia(configureAudio: audio => audio.Excerpt = TimeSpan.FromSeconds(30))               // evenly spaced windows; all of it by default
            .UseFeatureCache();                                                                     // after the encoder and the decoders
    }
}
