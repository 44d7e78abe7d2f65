using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Clip;

public sealed class ClipEncoderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public ClipEncoderTests()
    {
        foreach (var file in new[] { "config.json", "model.safetensors" })
            File.Copy(GoldenFiles.Fixture("clip-tiny", file), Path.Combine(_folder, file));
    }

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task Pictures_of_any_size_give_features_in_their_order()
    {
        using var encoder = ClipEncoder.Load(_folder);
        RgbImage[] images = [.. Enumerable.Range(0, 40).Select(i => Picture(20 + 7 * i, 300 - 5 * i, i))];
        var features = await encoder.EncodeAsync(images);
        (features.Count, features.Layers, features.Width).Should().Be((40, 1, 40));
        foreach (var i in new[] { 0, 17, 39 })
        {
            var alone = await encoder.EncodeAsync([images[i]]);
            Errors.OfScale(features[i].Span, alone[0].Span).Should().BeLessThan(1e-5);
        }
        (await encoder.EncodeAsync([])).Count.Should().Be(0);
    }

    [Fact]
    public async Task A_canceled_call_ends()
    {
        using var encoder = ClipEncoder.Load(_folder);
        var encode = async () => await encoder.EncodeAsync([Picture(50, 50, 1)], new CancellationToken(true));
        await encode.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Pixels_are_normalised_as_published()
    {
        var planes = new float[3 * 48 * 48];
        ClipPreprocessing.Read(_folder, 48).Prepare(
            new RgbImage(48, 48, Enumerable.Range(0, 48 * 48).SelectMany(_ => new byte[] { 255, 0, 51 }).ToArray()), planes);
        planes[0].Should().BeApproximately((1 - 0.48145466f) / 0.26862954f, 1e-6f);
        planes[48 * 48].Should().BeApproximately(-0.4578275f / 0.26130258f, 1e-6f);
        planes[^1].Should().BeApproximately((0.2f - 0.40821073f) / 0.27577711f, 1e-6f);
    }

    [Theory]
    [InlineData("""{"size": {"shortest_edge": 48}, "image_mean": [0, 0, 0], "image_std": [1, 1, 1]}""", null)]
    [InlineData("""{"crop_size": {"height": 48, "width": 48}, "resample": 3}""", null)]
    [InlineData("""{"size": 48, "crop_size": 48, "feature_extractor_type": "CLIPFeatureExtractor"}""", null)]
    [InlineData("""{"size": {"shortest_edge": 64}}""", "*size*48*")]
    [InlineData("""{"resample": 2}""", "*resample*bicubic*")]
    [InlineData("""{"do_center_crop": false}""", "*do_center_crop*")]
    [InlineData("""{"image_std": [1, 0, 1]}""", "*image_std*")]
    [InlineData("""{"image_mean": [1]}""", "*image_mean*")]
    public void Another_preparation_is_followed_or_refused(string config, string? message)
    {
        File.WriteAllText(Path.Combine(_folder, "preprocessor_config.json"), config);
        var load = () => ClipEncoder.Load(_folder).Dispose();
        if (message is null) load.Should().NotThrow();
        else load.Should().Throw<WeightFileException>().WithMessage(message);
    }

    [Fact]
    public void License_and_source_are_those_of_the_published_weights_unless_others_are_stated()
    {
        using var published = ClipEncoder.Load(_folder);
        using var other = ClipEncoder.Load(_folder, new() { License = "Apache-2.0", Source = "https://example.org/own-clip" });

        (published.Metadata.License, published.Metadata.Source).Should().Be((ClipOptions.DefaultLicense, ClipOptions.DefaultSource));
        other.Metadata.Should().Be(published.Metadata with { License = "Apache-2.0", Source = "https://example.org/own-clip" });
    }

    [Fact]
    public void Preparation_and_precision_are_in_the_fingerprint()
    {
        string Fingerprint(Precision precision)
        {
            using var encoder = ClipEncoder.Load(_folder, new() { Precision = precision });
            return encoder.Metadata.Fingerprint;
        }
        var (exact, fast) = (Fingerprint(Precision.Exact), Fingerprint(Precision.Fast));
        File.WriteAllText(Path.Combine(_folder, "preprocessor_config.json"), """{"image_mean": [0, 0, 0]}""");
        new[] { exact, fast, Fingerprint(Precision.Exact) }.Should().OnlyHaveUniqueItems();
    }

    private static RgbImage Picture(int width, int height, int seed)
    {
        var bytes = new byte[3 * width * height];
        new Random(seed).NextBytes(bytes);
        return new(width, height, bytes);
    }
}
