using Mmva.TestSupport;

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
    public void Images_are_decoded_and_cropped_as_by_the_reference(string file)
    {
        using var golden = GoldenFiles.Tensors("clip-preprocess", "crops.safetensors");
        var decoder = new SkiaImageDecoder(new ImageDecoderOptions { Transparency = TransparencyHandling.Ignore, ApplyOrientation = false });

        var crop = ImageResizing.ShortestSideCrop(decoder.Decode(GoldenFiles.Fixture("clip-preprocess", file)), 224);

        var channelsFirst = Enumerable.Range(0, 3).SelectMany(c => Enumerable.Range(0, 224 * 224).Select(i => crop.Pixels.Span[(3 * i) + c]));
        channelsFirst.ToArray().AsSpan().SequenceEqual(golden[file + ".crop_u8_chw"].Bytes.Span).Should().BeTrue();
    }

    [Fact]
    public void Transparent_pixels_are_composited_over_white_unless_ignored()
    {
        var png = Png.File(3, 1, Png.Rgba, 8, [0, 200, 100, 0, 0, 200, 100, 0, 51, 200, 100, 0, 255]);

        Default.Decode(png, "x").Pixels.ToArray().Should().Equal(255, 255, 255, 244, 224, 204, 200, 100, 0);
        var ignoring = new SkiaImageDecoder(new ImageDecoderOptions { Transparency = TransparencyHandling.Ignore });
        ignoring.Decode(png, "x").Pixels.ToArray().Should().Equal(200, 100, 0, 200, 100, 0, 200, 100, 0);
    }

    [Fact]
    public void The_transparent_color_of_a_palette_is_composited_over_white_too()
    {
        var png = Png.File(2, 1, Png.Palette, 8, [0, 0, 1], Png.Chunk("PLTE"u8, [200, 100, 0, 10, 20, 30]), Png.Chunk("tRNS"u8, [0, 255]));

        Default.Decode(png, "x").Pixels.ToArray().Should().Equal(255, 255, 255, 10, 20, 30);
    }

    [Fact]
    public void Sixteen_bit_gray_is_reduced_to_its_upper_eight_bits() =>
        Default.Decode(Png.File(2, 1, Png.Gray, 16, [0, 0x12, 0xFF, 0xFE, 0x80]), "x").Pixels.ToArray()
            .Should().Equal(0x12, 0x12, 0x12, 0xFE, 0xFE, 0xFE);

    [Theory]
    [InlineData(1, "abc/def")]
    [InlineData(2, "cba/fed")]
    [InlineData(3, "fed/cba")]
    [InlineData(4, "def/abc")]
    [InlineData(5, "ad/be/cf")]
    [InlineData(6, "da/eb/fc")]
    [InlineData(7, "fc/eb/da")]
    [InlineData(8, "cf/be/ad")]
    public void Every_orientation_is_corrected(int orientation, string expected)
    {
        var stored = new RgbImage(3, 2, "aaabbbcccdddeeefff"u8.ToArray());

        var image = Orientation.Apply(stored, orientation);

        var rows = image.Pixels.ToArray().Where((_, i) => i % 3 == 0).Select(pixel => (char)pixel).Chunk(image.Width);
        string.Join('/', rows.Select(row => new string(row))).Should().Be(expected);
    }

    [Fact]
    public void The_orientation_of_the_file_is_applied()
    {
        var turned = Default.Decode(GoldenFiles.Fixture("clip-preprocess", "exif_rotate6.jpg"));

        (turned.Width, turned.Height).Should().Be((200, 300));
    }

    [Fact]
    public async Task Many_threads_get_the_same_pixels()
    {
        var path = GoldenFiles.Fixture("clip-preprocess", "progressive.jpg");
        var expected = Default.Decode(path).Pixels.ToArray();

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ((IImageDecoder)Default).DecodeAsync(path)));

        foreach (var image in all) image.Pixels.Span.SequenceEqual(expected).Should().BeTrue();
    }

    [Fact]
    public void A_canceled_token_cancels_decoding() =>
        FluentActions.Invoking(() => Default.Decode("x.png", new CancellationToken(true))).Should().Throw<OperationCanceledException>();

    [SkippableFact]
    public void Every_photo_of_OASIS_is_decoded()
    {
        foreach (var path in Directory.EnumerateFiles(GoldenFiles.Data("oasis", "images")).Take(50))
            Default.Decode(path).Width.Should().Be(500, path);
    }
}
