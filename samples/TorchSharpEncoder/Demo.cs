using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace TorchSharpEncoder;

/// <summary>Two pictures, a small untrained module as their encoder, untrained heads: it shows the way, its numbers mean nothing.</summary>
internal static class Demo
{
    private const int Width = 32;

    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection()
            .AddSingleton(new MmvaModel(new() { Image = new(1, Width) }))
            .AddMmva().UseImageEncoder(_ => new ModuleEncoder(SmallModule(), "small-module", side: 64, Width, "MIT", "this sample"))
            .Services.BuildServiceProvider();
        var predictions = await services.GetRequiredService<IEmotionPredictor>().PredictAsync([Plain(255, 140, 0), Plain(0, 30, 90)]);
        foreach (var (name, prediction) in new[] { "orange", "navy" }.Zip(predictions))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\tvalence {prediction.Emotion.Valence:F3}\tarousal {prediction.Emotion.Arousal:F3}"));
    }

    // in its place: a module of one's own, with load("weights.dat")
    private static Module<torch.Tensor, torch.Tensor> SmallModule()
    {
        torch.manual_seed(0); // global to the process
        return Sequential(Conv2d(3, 16, 3, stride: 2), ReLU(), Conv2d(16, Width, 3, stride: 2), ReLU(), AdaptiveAvgPool2d(1), Flatten());
    }

    private static RgbImage Plain(byte red, byte green, byte blue) => new(80, 60, Enumerable.Repeat(new[] { red, green, blue }, 80 * 60).SelectMany(p => p).ToArray());
}
