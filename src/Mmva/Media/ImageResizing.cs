namespace Mmva;

/// <summary>
/// Bicubic resizing to the same bytes as Pillow's <c>Image.resize</c> with <c>BICUBIC</c>, with which published image models were trained.
/// </summary>
/// <remarks>
/// a = −0.5. When shrinking, the kernel is widened by the scale (antialiasing). Columns are resized first, then rows, with rounding to 8 bits in
/// between (Pillow's <c>src/libImaging/Resample.c</c>). Safe to call from several threads.
/// </remarks>
public static class ImageResizing
{
    /// <summary>Resizes to an exact size, without keeping the proportions.</summary>
    /// <param name="image">The image.</param>
    /// <param name="width">The width of the result, at least 1.</param>
    /// <param name="height">The height of the result, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the result has more than 2³¹ bytes.</exception>
    public static RgbImage Bicubic(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        return Window(image, width, height, 0, 0, width, height);
    }

    /// <summary>Resizes so that the shorter side has <paramref name="size"/> pixels and the longer side ⌊size · long / short⌋.</summary>
    /// <param name="image">The image.</param>
    /// <param name="size">The shorter side, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1, or the result has more than 2³¹ bytes.</exception>
    public static RgbImage ShortestSide(RgbImage image, int size)
    {
        var (width, height) = ShortestSideOf(image, size);
        return Window(image, width, height, 0, 0, checked((int)width), checked((int)height));
    }

    /// <summary>
    /// Combines <see cref="ShortestSide"/> and <see cref="CenterCrop"/> to a square. Only the cropped part is computed, so that a very long image
    /// costs no more than any other.
    /// </summary>
    /// <remarks>The bytes equal those of Hugging Face's <c>CLIPImageProcessor</c> before its normalization.</remarks>
    /// <param name="image">The image.</param>
    /// <param name="size">The width and height of the result, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public static RgbImage ShortestSideCrop(RgbImage image, int size)
    {
        var (width, height) = ShortestSideOf(image, size);
        return Window(image, width, height, (width - size) / 2, (height - size) / 2, size, size);
    }

    /// <summary>Crops to the center. If the margins cannot be equal, those at the right and the bottom are one pixel larger.</summary>
    /// <param name="image">The image.</param>
    /// <param name="width">The width of the result, at most that of the image.</param>
    /// <param name="height">The height of the result, at most that of the image.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above the image's.</exception>
    public static RgbImage CenterCrop(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, image.Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, image.Height);
        return Window(image, image.Width, image.Height, (image.Width - width) / 2, (image.Height - height) / 2, width, height);
    }

    private static (long Width, long Height) ShortestSideOf(RgbImage image, int size)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return image.Width <= image.Height
            ? (size, (long)size * image.Height / image.Width)
            : ((long)size * image.Width / image.Height, size);
    }

    // the part [left, left + width) × [top, top + height) of the image resized to fullWidth × fullHeight
    private static RgbImage Window(RgbImage image, long fullWidth, long fullHeight, long left, long top, int width, int height)
    {
        if ((fullWidth, fullHeight) == (image.Width, image.Height)) return Cut(image, (int)left, (int)top, width, height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(3L * width * height, Array.MaxLength, "size");
        var columns = BicubicKernel.Create(image.Width, fullWidth, left, width);
        var rows = BicubicKernel.Create(image.Height, fullHeight, top, height);
        var firstRow = rows.Start[0];
        var rowCount = rows.Start[^1] + rows.Count[^1] - firstRow;

        var source = image.Pixels.Span.Slice(3 * image.Width * firstRow, 3 * image.Width * rowCount);
        var narrowed = GC.AllocateUninitializedArray<byte>(checked(3 * width * rowCount + ResizingPasses.Overhang));
        ResizingPasses.Horizontal(source, image.Width, columns, narrowed, width);
        var result = GC.AllocateUninitializedArray<byte>(3 * width * height);
        ResizingPasses.Vertical(narrowed, firstRow, rows, result, 3 * width);
        return new RgbImage(width, height, result);
    }

    private static RgbImage Cut(RgbImage image, int left, int top, int width, int height)
    {
        if ((width, height) == (image.Width, image.Height)) return image;
        var result = GC.AllocateUninitializedArray<byte>(3 * width * height);
        for (var y = 0; y < height; y++)
            image.Pixels.Span.Slice(3 * ((top + y) * image.Width + left), 3 * width).CopyTo(result.AsSpan(3 * width * y));
        return new RgbImage(width, height, result);
    }
}
