using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/browser.md.</summary>
internal static class BrowserPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact();
        await using var provider = services.BuildServiceProvider();
        var predictor = provider.GetRequiredService<IEmotionPredictor>();

        predictor.SaveOnnx(Modality.Image, "image.onnx", new() { Float16Weights = true });
        predictor.SaveOnnx(Modality.Music, "music.onnx", new() { Float16Weights = true });
    }
}
