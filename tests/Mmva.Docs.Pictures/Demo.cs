using DemoMedia;
using Microsoft.Extensions.DependencyInjection;
using Mmva.Data;
using SkiaSharp;

namespace Mmva.Docs.Pictures;

/// <summary>The painted images and synthesized tracks of the samples, and what the shipped model predicts for them.</summary>
internal sealed class Demo : IAsyncDisposable
{
    private readonly DemoFolder _folder = new();

    private Demo(ServiceProvider services)
    {
        Services = services;
        Images = DemoPictures.Write(_folder.Path);
        DemoTracks.Write(_folder.Path);
        Tracks = MediaFiles.Find(_folder.Path, MediaKind.Audio);
    }

    public ServiceProvider Services { get; }

    public string Folder => _folder.Path;

    public IReadOnlyList<string> Images { get; }

    public IReadOnlyList<string> Tracks { get; }

    public Dictionary<string, ValenceArousal> Points { get; } = [];

    public EmotionalSimilarity Similarity => Get<EmotionalSimilarity>();

    public IEmotionPredictor Predictor => Get<IEmotionPredictor>();

    public static async Task<Demo> CreateAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact().AddRetrieval().AddMoods().AddPlaylists().AddPromptGeneration().AddVideoSummarization()
            .AddSoundtracks(options =>
            {
                options.MinimumLength = TimeSpan.FromSeconds(6);
                options.PictureLength = TimeSpan.FromSeconds(3);
                options.ChangeCost = 0.1;
            });
        var demo = new Demo(services.BuildServiceProvider());
        await foreach (var file in demo.Predictor.PredictFilesAsync([.. demo.Images, .. demo.Tracks]))
            demo.Points.Add(file.Input, file.Value!.Emotion);
        return demo;
    }

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public static string Name(string path) => Path.GetFileNameWithoutExtension(path);

    /// <summary>A small JPEG of an image, 4:3.</summary>
    public static byte[] Thumbnail(string path, int width = 144, int quality = 70)
    {
        using var image = SKBitmap.Decode(path);
        using var small = image.Resize(new SKImageInfo(width, width * 3 / 4), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var jpeg = small.Encode(SKEncodedImageFormat.Jpeg, quality);
        return jpeg.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        _folder.Dispose();
    }
}
