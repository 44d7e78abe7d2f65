using Documents.Snippets;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Data;
using Mmva.TestSupport;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace Documents;

public sealed class EncodersTests : IDisposable
{
    private readonly WorkingFolder _folder = new();

    [Fact]
    public void What_the_guide_registers_is_resolved()
    {
        var services = new ServiceCollection();
        EncodersSnippets.UseCustomEncoder(services);
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(new LengthGenerator());
        EncodersSnippets.UseGenerator(services);
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IModalityEncoder<RgbImage>>().Should().BeOfType<ColorEncoder>();
        provider.GetRequiredService<IModalityEncoder<string>>().Metadata
            .Should().BeEquivalentTo(new { Name = "length", Width = 1, License = "that of the service" });
    }

    [Fact]
    public void The_papers_towers_are_loaded_when_needed_and_name_the_folder_that_is_missing()
    {
        var services = new ServiceCollection();
        EncodersSnippets.UsePaperTowers(services);
        using var provider = services.BuildServiceProvider();
        Loading<RgbImage>().Should().Throw<MmvaException>().WithMessage("*clip-vit-base-patch32*");
        Loading<Waveform>().Should().Throw<MmvaException>().WithMessage("*MERT-v1-95M*");
        Loading<string>().Should().Throw<MmvaException>().WithMessage("*roberta-base*");
        provider.GetRequiredService<MediaDecoder>().Should().NotBeNull();

        Action Loading<T>() => () => provider.GetRequiredService<IModalityEncoder<T>>();
    }

    [Fact]
    public async Task The_vector_of_a_generator_holds_the_features_of_the_encoder()
    {
        var vector = await EncodersSnippets.UseAsGeneratorAsync(new LengthEncoder(), default);
        vector.ToArray().Should().Equal(20);
    }

    [Fact]
    public async Task Both_ways_through_a_folder_give_what_one_image_at_a_time_gives()
    {
        foreach (var name in new[] { "cmyk.jpg", "progressive.jpg" }) File.Copy(GoldenFiles.Fixture("clip-preprocess", name), _folder.PathOf(name));
        await File.WriteAllTextAsync(_folder.PathOf("text.jpg"), "not an image");
        var encoder = new ColorEncoder();
        var decoder = new SkiaImageDecoder();
        var files = new[] { "beach.jpg", "cmyk.jpg", "progressive.jpg" }.Select(_folder.PathOf).ToList();

        var overlapped = await EncodersSnippets.ReadAheadAsync(encoder, decoder, _folder.FullName, side: 32, default);
        overlapped.Keys.Should().Equal(files);
        foreach (var file in files)
            overlapped[file].Should().Equal((await encoder.EncodeAsync([ImageResizing.ShortestSideCrop(decoder.Decode(file), 32)])).Values.ToArray());

        using var encoded = await EncodersSnippets.EncodeOnceAsync(
            encoder, decoder, _folder.FullName, _folder.PathOf("features"), new Progress<EncodingProgress>(), default);
        encoded.Failures.Should().ContainSingle().Which.Name.Should().EndWith("text.jpg");
        foreach (var (i, file) in files.Index())
            encoded.Features[i].ToArray().Should().Equal((await encoder.EncodeAsync([decoder.Decode(file)])).Values.ToArray());
    }

    [Fact]
    public void An_image_of_ImageSharp_is_copied_pixel_by_pixel_and_upright()
    {
        using var image = new SixLabors.ImageSharp.Image<Rgba32>(3, 2);
        for (var i = 0; i < 6; i++)
            image[i % 3, i / 3] = new Rgba32((byte)(10 * i), (byte)(10 * i + 1), (byte)(10 * i + 2), i == 4 ? (byte)0 : (byte)255);

        var copy = EncodersSnippets.ToRgbImage(image);

        (copy.Width, copy.Height).Should().Be((3, 2));
        copy.Pixels.ToArray().Should().Equal(Enumerable.Range(0, 6)
            .SelectMany(i => i == 4 ? new[] { 255, 255, 255 } : [10 * i, 10 * i + 1, 10 * i + 2]).Select(value => (byte)value));
        image.Metadata.ExifProfile = new();
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)6); // turned by a quarter
        var upright = EncodersSnippets.ToRgbImage(image);
        (upright.Width, upright.Height, upright.Pixels.Span[0]).Should().Be((2, 3, 30));
    }

    [Fact]
    public void Cropping_an_image_ahead_changes_nothing_for_an_encoder_that_crops_to_the_same_side()
    {
        var image = new SkiaImageDecoder().Decode(_folder.PathOf("beach.jpg"));
        var cropped = ImageResizing.ShortestSideCrop(image, 224);
        ImageResizing.ShortestSideCrop(cropped, 224).Pixels.ToArray().Should().Equal(cropped.Pixels.ToArray());
    }

    public void Dispose() => _folder.Dispose();

    private sealed class LengthEncoder : IModalityEncoder<string>
    {
        public EncoderMetadata Metadata { get; } = new("length", Layers: 1, Width: 1, "MIT", "written for the tests", Fingerprint: "length-1");

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default) =>
            Task.FromResult(new FeatureBatch(inputs.Count, 1, 1, inputs.Select(text => (float)text.Length).ToArray()));
    }

    private sealed class LengthGenerator : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(new[] { (float)text.Length }))));

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(EmbeddingGeneratorMetadata)
                ? new EmbeddingGeneratorMetadata("example", new("https://example.org/"), "length", 1)
                : null;

        public void Dispose()
        {
        }
    }
}
