using Mmva.TestSupport;
using SkiaSharp;

namespace Mmva.Data.Tests.Images;

public class SkiaImageDecoderTests
{
    private static readonly SkiaImageDecoder Default = new();

    [Theory]
    [InlineData("portrait_420.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("cmyk.jpg")]
    [InlineData("exif_rotate6.jpg")]
    [InlineData("rgba.png")]
    [InlineData("palette.png")]
    [InlineData("gray_alpha.png")]
    [InlineData("tiny_upscale.png")]
    [InlineData("extreme_aspect.png")]
    public void DecodedAndCroppedAsTheReferenceDoes(string file)
    {
        using var golden = GoldenFiles.Tensors("clip-preprocess", "crops.safetensors");
        var decoder = new SkiaImageDecoder(new ImageDecoderOptions { Transparency = TransparencyHandling.Ignore, ApplyOrientation = false });

        var crop = ImageResizing.ShortestSideCrop(decoder.Decode(GoldenFiles.Fixture("clip-preprocess", file)), 224);

        var channelsFirst = Enumerable.Range(0, 3).SelectMany(c => Enumerable.Range(0, 224 * 224).Select(i => crop.Pixels.Span[(3 * i) + c])).ToArray();
        channelsFirst.AsSpan().SequenceEqual(golden[file + ".crop_u8_chw"].Bytes.Span).Should().BeTrue();
    }

    [Fact]
    public void TransparentPixelsLieOverWhiteUnlessIgnored()
    {
        var png = Png.File(3, 1, Png.Rgba, 8, [0, 200, 100, 0, 0, 200, 100, 0, 51, 200, 100, 0, 255]);

        Default.Decode(png, "x").Pixels.ToArray().Should().Equal(255, 255, 255, 244, 224, 204, 200, 100, 0);
        var ignoring = new SkiaImageDecoder(new ImageDecoderOptions { Transparency = TransparencyHandling.Ignore });
        ignoring.Decode(png, "x").Pixels.ToArray().Should().Equal(200, 100, 0, 200, 100, 0, 200, 100, 0);
    }

    [Fact]
    public void TransparentColourOfAPaletteLiesOverWhiteToo()
    {
        var png = Png.File(2, 1, Png.Palette, 8, [0, 0, 1], Png.Chunk("PLTE"u8, [200, 100, 0, 10, 20, 30]), Png.Chunk("tRNS"u8, [0, 255]));

        Default.Decode(png, "x").Pixels.ToArray().Should().Equal(255, 255, 255, 10, 20, 30);
    }

    [Fact]
    public void GreyOfSixteenBitsIsCutToItsUpperEight() =>
        Default.Decode(Png.File(2, 1, Png.Gray, 16, [0, 0x12, 0xFF, 0xFE, 0x80]), "x").Pixels.ToArray().Should().Equal(0x12, 0x12, 0x12, 0xFE, 0xFE, 0xFE);

    [Theory]
    [InlineData(1, "abc/def")]
    [InlineData(2, "cba/fed")]
    [InlineData(3, "fed/cba")]
    [InlineData(4, "def/abc")]
    [InlineData(5, "ad/be/cf")]
    [InlineData(6, "da/eb/fc")]
    [InlineData(7, "fc/eb/da")]
    [InlineData(8, "cf/be/ad")]
    public void EveryOrientationIsSetRight(int orientation, string expected)
    {
        var stored = new RgbImage(3, 2, "aaabbbcccdddeeefff"u8.ToArray());

        var image = Orientation.Apply(stored, (SKEncodedOrigin)orientation);

        var rows = Enumerable.Range(0, image.Height).Select(y => string.Concat(Enumerable.Range(0, image.Width).Select(x => (char)image.Pixels.Span[3 * ((y * image.Width) + x)])));
        string.Join('/', rows).Should().Be(expected);
    }

    [Fact]
    public void OrientationOfTheFileIsApplied()
    {
        var turned = Default.Decode(GoldenFiles.Fixture("clip-preprocess", "exif_rotate6.jpg"));

        (turned.Width, turned.Height).Should().Be((200, 300));
    }

    [Fact]
    public async Task ManyThreadsGetTheSamePixels()
    {
        var path = GoldenFiles.Fixture("clip-preprocess", "progressive.jpg");
        var expected = Default.Decode(path).Pixels.ToArray();

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ((IImageDecoder)Default).DecodeAsync(path)));

        foreach (var image in all) image.Pixels.Span.SequenceEqual(expected).Should().BeTrue();
    }

    [Fact]
    public void CancelledIsCancelled() =>
        FluentActions.Invoking(() => Default.Decode("x.png", new CancellationToken(true))).Should().Throw<OperationCanceledException>();

    [SkippableFact]
    public void EveryPhotoOfOasisIsDecoded()
    {
        foreach (var path in Directory.EnumerateFiles(GoldenFiles.Data("oasis", "images")).Take(50))
            Default.Decode(path).Width.Should().Be(500, path);
    }
}
