// A TorchSharp module as the image encoder of Mmva.

using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.TorchSharp;
using TorchSharpEncoder;

try
{
    TorchLibrary.Load();
}
catch (MmvaException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

// The small module and the model are untrained: they show the way, and their results mean nothing.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var described = new TorchEncoderOptions { Name = "small-module", Width = SmallModule.Width, License = "MIT", Source = "this sample" };
await using var services = new ServiceCollection()
    .AddSingleton(new MmvaModel(new() { Image = new(1, SmallModule.Width) }))
    .AddMmva().UseImageEncoder(_ => TorchEncoder.ForImages(SmallModule.Create(), described, side: 64))
    .Services.BuildServiceProvider();
var predictions = await services.GetRequiredService<IEmotionPredictor>().PredictAsync([Plain(255, 140, 0), Plain(0, 30, 90)]);
foreach (var (name, prediction) in new[] { "orange", "navy" }.Zip(predictions))
    Console.WriteLine($"{name}\tvalence {prediction.Emotion.Valence:F3}\tarousal {prediction.Emotion.Arousal:F3}");
return 0;

static RgbImage Plain(params byte[] color) => new(80, 60, Enumerable.Repeat(color, 80 * 60).SelectMany(pixel => pixel).ToArray());
