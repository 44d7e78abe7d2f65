using SkiaSharp;

namespace Mmva.Data.Tests.Images;

public class LargeImageTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, 1_000_000, 500)]
    [InlineData(SKEncodedImageFormat.Jpeg, 100_000, 125)]
    [InlineData(SKEncodedImageFormat.Png, 1_000_000, 500)]
    [InlineData(SKEncodedImageFormat.Png, 100_000, 125)]
    [InlineData(SKEncodedImageFormat.Webp, 1_000_000, 500)]
    public void Images_over_the_limit_are_decoded_at_a_smaller_size(SKEncodedImageFormat format, int maxPixels, int width)
    {
        var bytes = JpegFiles.Encode(1000, 1200, (x, y) => (x / 4, y / 5, (x + y) / 9), format);
        var decoder = new SkiaImageDecoder(new() { MaxPixels = maxPixels });

        var image = decoder.Decode(bytes, "x");

        (image.Width, image.Height).Should().Be((width, width * 12 / 10));
        foreach (var (x, y) in new[] { (0, 0), (width - 1, 0), (width / 2, width / 3), (width - 1, image.Height - 1) })
        {
            var pixel = image.Pixels.Slice(3 * ((y * width) + x), 3).ToArray();
            var (fullX, fullY) = ((x + .5) * 1000 / width, (y + .5) * 1000 / width);
            ((double)pixel[0]).Should().BeApproximately(fullX / 4, 3);
            ((double)pixel[1]).Should().BeApproximately(fullY / 5, 3);
            ((double)pixel[2]).Should().BeApproximately((fullX + fullY) / 9, 3);
        }
    }

    [Fact]
    public void Images_within_the_limit_keep_every_pixel()
    {
        var bytes = JpegFiles.Encode(100, 80, (x, y) => (2 * x, 3 * y, x));

        new SkiaImageDecoder(new() { MaxPixels = 8000 }).Decode(bytes, "x").Pixels.Span
            .SequenceEqual(new SkiaImageDecoder().Decode(bytes, "x").Pixels.Span).Should().BeTrue();
        new SkiaImageDecoder(new() { MaxPixels = 7999 }).Decode(bytes, "x").Width.Should().Be(50);
    }

    [Theory]
    [InlineData(1536, 1)]
    [InlineData(1, 1536)]
    public void A_PNG_thinner_than_its_divisor_is_reduced_too(int width, int height)
    {
        var bytes = JpegFiles.Encode(width, height, (_, _) => (9, 9, 9), SKEncodedImageFormat.Png);

        var image = new SkiaImageDecoder(new() { MaxPixels = 100 }).Decode(bytes, "x");

        (image.Width, image.Height).Should().Be((Math.Max(1, width / 8), Math.Max(1, height / 8)));
        image.Pixels.Span.IndexOfAnyExcept((byte)9).Should().Be(-1);
    }

    [Fact]
    public void Means_of_incomplete_squares_are_means_of_what_is_there()
    {
        var reduction = new BoxReduction(3, 3, 2);
        reduction.Add([0, 0, 0, 10, 10, 10, 100, 100, 100, 20, 20, 20, 30, 30, 30, 50, 50, 50]);
        reduction.Add([7, 7, 7, 9, 9, 9, 200, 200, 200]);

        reduction.Image.Pixels.ToArray().Should().Equal(15, 15, 15, 75, 75, 75, 8, 8, 8, 200, 200, 200);
    }

    [Fact]
    public void A_truncated_one_is_refused_at_a_smaller_size_too()
    {
        var bytes = JpegFiles.Encode(1000, 1200, (x, y) => (x / 4, y / 5, 0), SKEncodedImageFormat.Png);

        FluentActions.Invoking(() => new SkiaImageDecoder(new() { MaxPixels = 100_000 }).Decode(bytes.AsMemory(0, bytes.Length / 2), "x"))
            .Should().Throw<MediaException>().WithMessage("x: is truncated*");
    }

    [Fact]
    public void The_time_is_limited()
    {
        var decoder = new SkiaImageDecoder(new() { Timeout = TimeSpan.FromTicks(1) });

        decoder.Invoking(d => d.Decode(JpegFiles.Encode(500, 500, (x, y) => (x / 2, y / 2, 0)), "x"))
            .Should().Throw<MediaException>().WithMessage("x: was not decoded within ImageDecoderOptions.Timeout = 00:00:00.0000001.");
    }
}
