using Mmva.TestSupport;
using SkiaSharp;

namespace Mmva.Data.Tests.Images;

public class HostileImageTests
{
    private static readonly SkiaImageDecoder Decoder = new();

    [Theory]
    [InlineData("progressive.jpg")]
    [InlineData("portrait_420.jpg")]
    [InlineData("palette.png")]
    [InlineData("progressive.jpg", SKEncodedImageFormat.Webp)]
    public void Images_truncated_anywhere_are_refused(string file, SKEncodedImageFormat? recode = null)
    {
        var bytes = Read(file);
        if (recode is { } format)
        {
            using var bitmap = SKBitmap.Decode(bytes);
            bytes = bitmap.Encode(format, 80).ToArray();
        }
        // the last bytes are checksums and end markers: all rows are there without them
        foreach (var length in Enumerable.Range(1, 60).Select(i => (int)((bytes.Length - 24L) * i / 60)))
        {
            Decoder.Invoking(d => d.Decode(bytes.AsMemory(0, length), "cut"))
                .Should().Throw<MediaException>($"{length} of {bytes.Length} bytes").WithMessage("cut: *");
        }
    }

    [Fact]
    public void Fuzzed_bytes_result_in_an_image_or_a_typed_error()
    {
        var decoder = new SkiaImageDecoder(new ImageDecoderOptions { MaxPixels = 1_000_000 });
        string[] names = ["progressive.jpg", "portrait_420.jpg", "cmyk.jpg", "palette.png", "gray_alpha.png", "tiny_upscale.png"];
        var files = names.Select(Read).ToArray();
        var random = new Random(4);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var bytes = (byte[])files[i % files.Length].Clone();
            var span = random.Next(2) == 0 ? Math.Min(bytes.Length, 700) : bytes.Length;
            for (var flips = random.Next(1, 20); flips > 0; flips--) bytes[random.Next(span)] = (byte)random.Next(256);
            try
            {
                decoder.Decode(bytes, "fuzzed").Pixels.Length.Should().BePositive();
            }
            catch (MediaException)
            {
                refused++;
            }
        }
        refused.Should().BeInRange(1, 299);
    }

    [Fact]
    public void Bytes_after_the_end_are_ignored()
    {
        var bytes = Read("progressive.jpg");

        Decoder.Decode((byte[])[.. bytes, .. new byte[500], 0xFF, 0xD8, 0xFF], "x").Width.Should().Be(301);
    }

    [Fact]
    public void The_end_of_an_embedded_thumbnail_is_not_the_end_of_the_image()
    {
        var bytes = Read("progressive.jpg");
        byte[] thumbnail = [0xFF, 0xE1, 0, 8, 0xFF, 0xD8, 0xFF, 0xD9, 0xFF, 0xD9];
        byte[] withThumbnail = [.. bytes[..2], .. thumbnail, .. bytes[2..]];

        Decoder.Decode(withThumbnail, "x").Width.Should().Be(301);
        Decoder.Invoking(d => d.Decode(withThumbnail.AsMemory(0, bytes.Length / 2), "x")).Should().Throw<MediaException>().WithMessage("*truncated*");
    }

    [Fact]
    public void Sizes_are_checked_before_memory_is_allocated()
    {
        byte[] webp =
        [
            .. "RIFF"u8, 30, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0x57, 0, 0xFF, 0x57, 0, .. "VP8 "u8, 0, 0, 0, 0,
        ];
        var before = GC.GetTotalAllocatedBytes();

        FluentActions.Invoking(() => Decoder.Decode(webp, "bomb.webp")).Should().Throw<MediaException>().WithMessage("bomb.webp: *");
        Decoder.Invoking(d => d.Decode(Png.File(100_000, 90_000, Png.Rgb, 8, new byte[1000]), "bomb.png")).Should().Throw<MediaException>()
            .WithMessage("bomb.png: has 100000 × 90000 pixels, more than 32 times ImageDecoderOptions.MaxPixels = 64,000,000, which is allowed.");
        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(20_000_000);
    }

    [Fact]
    public void Files_with_too_many_bytes_are_not_read()
    {
        var decoder = new SkiaImageDecoder(new ImageDecoderOptions { MaxBytes = 1000 });
        var path = GoldenFiles.Fixture("clip-preprocess", "palette.png");

        decoder.Invoking(d => d.Decode(path))
            .Should().Throw<MediaException>().WithMessage($"{path}: has * bytes, more than ImageDecoderOptions.MaxBytes = 1,000 allows.");
    }

    [Fact]
    public void Files_that_are_not_images_are_refused_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        var (empty, text) = (folder.Write("empty.jpg", ""), folder.Write("text.jpg", "not an image"));

        FluentActions.Invoking(() => Decoder.Decode(empty)).Should().Throw<MediaException>().WithMessage($"{empty}: is empty*");
        FluentActions.Invoking(() => Decoder.Decode(text))
            .Should().Throw<MediaException>().WithMessage($"{text}: is not a supported image (JPEG, PNG, WebP, GIF, BMP).");
        FluentActions.Invoking(() => Decoder.Decode(folder.Path)).Should().Throw<MediaException>().WithMessage($"{folder.Path}: is a folder*");
        FluentActions.Invoking(() => Decoder.Decode(text + "x")).Should().Throw<MediaException>().WithMessage($"{text}x: there is no such file.");
        FluentActions.Invoking(() => Decoder.Decode("fLaC and more of it"u8.ToArray(), "song"))
            .Should().Throw<MediaException>().WithMessage("song: is not a supported image (JPEG, PNG, WebP, GIF, BMP); it looks like FLAC.");
    }

    private static byte[] Read(string file) => File.ReadAllBytes(GoldenFiles.Fixture("clip-preprocess", file));
}
