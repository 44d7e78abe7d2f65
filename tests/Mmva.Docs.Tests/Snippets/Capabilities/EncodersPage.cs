using Microsoft.Extensions.DependencyInjection;
using Mmva;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/encoders.md.</summary>
internal static class EncodersPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact()
            .UseOnnxImageEncoder("resnet.onnx", options => options.License = "Apache-2.0") // the other two stay as they are
            .UseModel("mine.safetensors");                                                  // a model that was trained with this encoder
        await using var provider = services.BuildServiceProvider();
    }
}
