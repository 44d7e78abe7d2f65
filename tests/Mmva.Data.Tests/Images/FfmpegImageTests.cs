using Mmva.TestSupport;

namespace Mmva.Data.Tests.Images;

public class FfmpegImageTests
{
    private static readonly SkiaImageDecoder Decoder = new();

    [SkippableTheory]
    [InlineData("two-pages.tif", "0123")]
    [InlineData("sixteen-bits.tif", "0123")]
    [InlineData("turned.tif", "2031")]
    [InlineData("four.jp2", "0123")]
    [InlineData("four.j2k", "0123")]
    [InlineData("four.jxl", "0123")]
    [InlineData("four.avif", "0123")]
    [InlineData("turned.avif", "2031")]
    [InlineData("mirrored.avif", "0213")]
    public void Further_formats_are_read_upright_with_the_right_colors(string name, string corners)
    {
        FfmpegTool.Require();
        var image = Decoder.Decode(ImageFiles.PathOf(name));

        ImageFiles.Corners(image).Should().Be(corners);
        Decoder.Decode(ImageFiles.Read(name), "memory").Pixels.Span.SequenceEqual(image.Pixels.Span).Should().BeTrue();
        var stored = new SkiaImageDecoder(new() { ApplyOrientation = false }).Decode(ImageFiles.PathOf(name));
        (stored.Width, stored.Height).Should().Be((64, 48));
        ImageFiles.Corners(stored).Should().Be("0123");
    }

    [SkippableTheory]
    [InlineData("two-pages.tif", 30)]
    [InlineData("four.jp2", 60)]
    [InlineData("four.j2k", 60)]
    [InlineData("four.jxl", 60)]
    [InlineData("four.avif", 90)]
    public void Truncated_ones_are_refused(string name, int percent)
    {
        FfmpegTool.Require();
        var bytes = ImageFiles.Read(name);

        Decoder.Invoking(d => d.Decode(bytes.AsMemory(0, bytes.Length * percent / 100), "cut"))
            .Should().Throw<MediaException>().WithMessage("cut: is truncated, damaged, or a variant of *");
    }

    [SkippableFact]
    public void Transparency_is_handled_as_the_options_say()
    {
        using var folder = new TemporaryFolder();
        var path = FfmpegTool.Make(
            folder.Path + "/half.tif", "-f", "lavfi", "-i", "color=red:s=16x16,format=rgba,colorchannelmixer=aa=0", "-frames:v", "1");

        Decoder.Decode(path).Pixels[..3].ToArray().Should().Equal(255, 255, 255);
        new SkiaImageDecoder(new() { Transparency = TransparencyHandling.Ignore }).Decode(path).Pixels[..3].ToArray()[1].Should().BeLessThan(5);
    }

    [SkippableFact]
    public void Large_ones_are_decoded_at_a_smaller_size_and_larger_ones_refused()
    {
        FfmpegTool.Require();

        var image = new SkiaImageDecoder(new() { MaxPixels = 2000 }).Decode(ImageFiles.PathOf("turned.tif"));

        (image.Width, image.Height).Should().Be((24, 32));
        ImageFiles.Corners(image).Should().Be("2031");
        FluentActions.Invoking(() => new SkiaImageDecoder(new() { MaxPixels = 500 }).Decode(ImageFiles.Read("turned.tif"), "x"))
            .Should().Throw<MediaException>().WithMessage("x: has more pixels than 4 times ImageDecoderOptions.MaxPixels = 500, which is allowed.");
    }

    [Theory]
    [InlineData("four.heic", "is HEIC, which needs the package Mmva.Magick: services.AddMmva().AddMagick().")]
    [InlineData("preview.dng", "is a camera's raw format (DNG), which needs the package Mmva.Magick: services.AddMmva().AddMagick().")]
    [InlineData("tiled.tif", "is TIFF, which needs the package Mmva.Magick: services.AddMmva().AddMagick().")]
    [InlineData("transparent.avif", "is AVIF, which needs the package Mmva.Magick: services.AddMmva().AddMagick().")]
    [InlineData("tiles.avif", "is AVIF, which needs the package Mmva.Magick: services.AddMmva().AddMagick().")]
    public void What_ffmpeg_cannot_read_names_what_can(string name, string reason) =>
        Decoder.Invoking(d => d.Decode(ImageFiles.Read(name), "x")).Should().Throw<MediaException>().WithMessage($"x: {reason}");

    [Fact]
    public void A_missing_program_is_named_with_the_ways_out() =>
        FluentActions.Invoking(() => new SkiaImageDecoder(new() { FfmpegPath = "no-such-ffmpeg" }).Decode(ImageFiles.Read("turned.tif"), "x"))
            .Should().Throw<MediaException>()
            .WithMessage("x: TIFF needs the ffmpeg program or the package Mmva.Magick, and 'no-such-ffmpeg' cannot be started*.FfmpegPath.");

    [SkippableFact]
    public void A_canceled_token_kills_the_program()
    {
        FfmpegTool.Require();
        using var canceled = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));

        FluentActions.Invoking(() =>
        {
            while (true) Decoder.Decode(ImageFiles.Read("turned.tif"), "x", canceled.Token);
        }).Should().Throw<OperationCanceledException>();
    }
}
