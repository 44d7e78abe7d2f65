namespace Mmva.Tests.Media;

public class ImageResizingTests
{
    [Theory]
    [InlineData(317, 241, 224, 294, 224)]
    [InlineData(203, 391, 224, 224, 431)]
    [InlineData(224, 224, 224, 224, 224)]
    [InlineData(13, 9, 224, 323, 224)]
    public void Resizing_the_shortest_side_keeps_the_proportions_rounded_down(int width, int height, int size, int expectedWidth, int expectedHeight)
    {
        var resized = ImageResizing.ShortestSide(Noise(width, height), size);

        (resized.Width, resized.Height).Should().Be((expectedWidth, expectedHeight));
    }

    [Theory]
    [InlineData(317, 241, 224)]
    [InlineData(91, 200, 64)]
    [InlineData(40, 40, 40)]
    [InlineData(5, 300, 31)]
    public void A_resize_with_crop_is_part_of_the_full_resize(int width, int height, int size)
    {
        var image = Noise(width, height);

        var crop = ImageResizing.ShortestSideCrop(image, size);

        crop.Pixels.ToArray().Should().Equal(ImageResizing.CenterCrop(ImageResizing.ShortestSide(image, size), size, size).Pixels.ToArray());
    }

    [Fact]
    public void A_center_crop_copies_pixels()
    {
        var image = Noise(9, 7);

        var crop = ImageResizing.CenterCrop(image, 4, 3);

        var expected = Enumerable.Range(2, 3).SelectMany(y => image.Pixels.Slice(3 * (y * 9 + 2), 3 * 4).ToArray());
        crop.Pixels.ToArray().Should().Equal(expected);
    }

    [Fact]
    public void Resizing_to_the_same_size_changes_nothing()
    {
        var image = Noise(33, 21);

        ImageResizing.Bicubic(image, 33, 21).Pixels.ToArray().Should().Equal(image.Pixels.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(97)]
    [InlineData(255)]
    public void A_uniform_color_stays_uniform(byte value)
    {
        var image = new RgbImage(37, 53, Enumerable.Repeat(value, 37 * 53 * 3).ToArray());

        ImageResizing.Bicubic(image, 101, 7).Pixels.ToArray().Should().OnlyContain(x => x == value);
    }

    [Theory]
    [InlineData(301, 97, 41, 23)] // wide kernels
    [InlineData(20, 30, 61, 70)] // four pixels each
    [InlineData(50, 50, 50, 1)]
    [InlineData(2000, 3, 7, 2)]
    [InlineData(3, 1, 5, 1)] // the last pixels have no room to read beyond them
    [InlineData(1, 1, 4, 4)]
    [InlineData(2, 9, 1, 3)]
    public void The_result_equals_two_simple_passes(int width, int height, int newWidth, int newHeight)
    {
        var image = Noise(width, height);
        var (columns, rows) = (BicubicKernel.Create(width, newWidth, 0, newWidth), BicubicKernel.Create(height, newHeight, 0, newHeight));

        var narrowed = new byte[height, newWidth, 3];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < newWidth; x++)
                for (var c = 0; c < 3; c++) narrowed[y, x, c] = Mix(columns, x, k => image.Pixels.Span[(3 * ((y * width) + k)) + c]);
        var expected = new List<byte>();
        for (var y = 0; y < newHeight; y++)
            for (var x = 0; x < newWidth; x++)
                for (var c = 0; c < 3; c++) expected.Add(Mix(rows, y, k => narrowed[k, x, c]));

        ImageResizing.Bicubic(image, newWidth, newHeight).Pixels.ToArray().Should().Equal(expected);

        static byte Mix(BicubicKernel kernel, int i, Func<int, byte> source)
        {
            var sum = 1 << (BicubicKernel.FractionBits - 1);
            for (var k = 0; k < kernel.Count[i]; k++) sum += kernel.Weights[(i * kernel.Stride) + k] * source(kernel.Start[i] + k);
            return (byte)Math.Clamp(sum >> BicubicKernel.FractionBits, 0, 255);
        }
    }

    [Fact]
    public void A_very_long_image_costs_no_more_than_any_other()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var crop = ImageResizing.ShortestSideCrop(Noise(200_000, 1), 224);

        (crop.Width, crop.Height).Should().Be((224, 224));
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(10_000_000);
    }

    [Fact]
    public void Invalid_sizes_are_refused()
    {
        var image = Noise(10, 10);

        FluentActions.Invoking(() => ImageResizing.Bicubic(image, 0, 5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ImageResizing.Bicubic(image, 100_000, 100_000)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ImageResizing.CenterCrop(image, 11, 5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => ImageResizing.ShortestSide(Noise(100_000, 1), 5000)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static RgbImage Noise(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        new Random(width + height).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}
