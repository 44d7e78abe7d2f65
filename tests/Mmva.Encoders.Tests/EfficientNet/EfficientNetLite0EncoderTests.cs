using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.EfficientNet;

public sealed class EfficientNetLite0EncoderTests : IDisposable
{
    private static readonly (string Map, int Start)[] Parts = [("block12.expand", 0), ("block15.expand", 1152), ("head", 2304)];
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [SkippableFact]
    public async Task Features_are_the_reference_means()
    {
        using var encoder = Load();
        using var golden = GoldenFiles.Tensors("efficientnet-lite0");

        var features = await encoder.EncodeAsync([Picture(golden, 0), Picture(golden, 1)]);

        for (var image = 0; image < 2; image++)
            foreach (var (map, start) in Parts)
            {
                var expected = golden[$"image{image}.{map}"].ToFloats();
                Difference(features[image].Span.Slice(start, expected.Length), expected).Should().BeLessThan(2e-4f * expected.Max(MathF.Abs), map);
            }
    }

    [SkippableFact]
    public async Task A_batch_gives_what_single_pictures_give()
    {
        using var encoder = Load();
        var random = new Random(1);
        var pictures = new[] { (500, 400), (224, 224), (30, 301), (1, 1), (225, 224) }.Select(size => Noise(random, size.Item1, size.Item2))
            .ToArray();

        var batch = await encoder.EncodeAsync(pictures);

        batch.Count.Should().Be(pictures.Length);
        for (var i = 0; i < pictures.Length; i++)
        {
            var alone = await encoder.EncodeAsync([pictures[i]]);
            Difference(batch[i].Span, alone.Values.Span).Should().BeLessThan(1e-5f);
        }
        (await encoder.EncodeAsync([])).Count.Should().Be(0);
    }

    [SkippableFact]
    public async Task The_middle_square_is_what_counts()
    {
        using var encoder = Load();
        var wide = Noise(new Random(2), 301, 240);
        var square = ImageResizing.CenterCrop(wide, 240, 240);

        var features = await encoder.EncodeAsync([wide, square]);

        features[0].ToArray().Should().Equal(features[1].ToArray());
    }

    [SkippableFact]
    public async Task Cancellation_ends_a_batch()
    {
        using var encoder = Load();
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        await encoder.Awaiting(e => e.EncodeAsync([Noise(new Random(3), 8, 8)], canceled.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [SkippableFact]
    public void The_saved_graph_gives_the_same_features()
    {
        using var encoder = Load();
        var path = Path.Combine(_folder, "tower.onnx");
        encoder.SaveOnnx(path);

        using var session = new TowerSession(path);
        var pixels = new float[3 * 224 * 224];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = i % 255 / 128f - 1;
        float[] saved = new float[3584], own = new float[3584];
        session.Run("pixels", pixels, [1, 3, 224, 224], "features", saved, [1, 3584]);
        encoder.Run(pixels, own);

        saved.Should().Equal(own);
    }

    [Fact]
    public void What_is_not_this_model_is_named()
    {
        ((Action)(() => EfficientNetLite0Encoder.Load(_folder))).Should().Throw<WeightFileException>().WithMessage("*model.safetensors*");
        SafetensorsWriter.Write(
            Path.Combine(_folder, "model.safetensors"), [Tensor.FromFloats("stem.conv.weight", new float[4], 4), Tensor.FromFloats("other", [1], 1)]);
        ((Action)(() => EfficientNetLite0Encoder.Load(_folder)))
            .Should().Throw<WeightFileException>().WithMessage("*missing*stem.bn.weight*wrong shape*stem.conv.weight*other*");
    }

    private static EfficientNetLite0Encoder Load() => EfficientNetLite0Encoder.Load(GoldenFiles.Data("pretrained", "efficientnet-lite0"));

    private static RgbImage Picture(SafetensorsFile golden, int i) => new(224, 224, golden[$"image{i}.u8_hwc"].Bytes.ToArray());

    private static RgbImage Noise(Random random, int width, int height)
    {
        var pixels = new byte[3 * width * height];
        random.NextBytes(pixels);
        return new(width, height, pixels);
    }

    private static float Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        a.Length.Should().Be(b.Length);
        var largest = 0f;
        for (var i = 0; i < a.Length; i++) largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }
}
