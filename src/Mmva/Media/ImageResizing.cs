namespace Mmva;

/// <summary>Bicubic resizing that gives the bytes of Pillow's <c>Image.resize</c> with <c>BICUBIC</c>, on which published image models were trained.</summary>
/// <remarks>
/// a = −0.5; when shrinking, the kernel is as wide as the shrinking asks (antialias); columns first, then rows, rounded to 8 bits in between.
/// (Pillow: <c>src/libImaging/Resample.c</c>.) Pure functions: safe from any thread.
/// </remarks>
public static class ImageResizing
{
    /// <summary>Resizes to an exact size, whatever that does to the proportions.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1, or the result has more than 2³¹ bytes.</exception>
    public static RgbImage Bicubic(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        return Window(image, width, height, 0, 0, width, height);
    }

    /// <summary>Resizes so that the shorter side has <paramref name="size"/> pixels and the longer one ⌊size·long/short⌋.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="size">The shorter side, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1, or the result has more than 2³¹ bytes.</exception>
    public static RgbImage ShortestSide(RgbImage image, int size)
    {
        var (width, height) = ShortestSideOf(image, size);
        return Window(image, width, height, 0, 0, checked((int)width), checked((int)height));
    }

    /// <summary>
    /// <see cref="ShortestSide"/> followed by <see cref="CentreCrop"/> to a square, in one step: only what remains is computed,
    /// so that a very long picture costs no more than another.
    /// </summary>
    /// <remarks>The bytes are those of Hugging Face's <c>CLIPImageProcessor</c> before its normalisation.</remarks>
    /// <param name="image">The picture.</param>
    /// <param name="size">Both sides of the result, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public static RgbImage ShortestSideCrop(RgbImage image, int size)
    {
        var (width, height) = ShortestSideOf(image, size);
        return Window(image, width, height, (width - size) / 2, (height - size) / 2, size, size);
    }

    /// <summary>Cuts the middle out; an odd remainder leaves one pixel more at the right and the bottom.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Columns of the result, at most those of the picture.</param>
    /// <param name="height">Rows of the result, at most those of the picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above the picture's.</exception>
    public static RgbImage CentreCrop(RgbImage image, int width, int height)
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

    // the part [left, left + width) × [top, top + height) of the picture resized to fullWidth × fullHeight
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
        for (var y = 0; y < height; y++) image.Pixels.Span.Slice(3 * ((top + y) * image.Width + left), 3 * width).CopyTo(result.AsSpan(3 * width * y));
        return new RgbImage(width, height, result);
    }
}
