namespace Mmva.Data;

/// <summary>Rotates and mirrors a stored image to its intended orientation (EXIF tag 0x0112, all eight values).</summary>
internal static class Orientation
{
    /// <summary>Finds the orientation of an image that Skia does not decode.</summary>
    public static int Of(ReadOnlySpan<byte> encoded, ImageFormat format) => format.Name switch
    {
        ImageFormat.Tiff => ExifOrientation.OfTiff(encoded),
        ImageFormat.Avif => HeifItems.Parse(encoded)?.Orientation ?? ExifOrientation.Upright,
        _ => ExifOrientation.Upright, // JPEG XL is turned by its decoder; the others have none
    };

    public static RgbImage Apply(RgbImage image, int orientation)
    {
        var (width, height) = (image.Width, image.Height);
        // the target index of the stored pixel (0, 0), and the steps in the target per stored column and row
        return orientation switch
        {
            2 => Move(image, width, height, width - 1, -1, width),
            3 => Move(image, width, height, (width * height) - 1, -1, -width),
            4 => Move(image, width, height, width * (height - 1), 1, -width),
            5 => Move(image, height, width, 0, height, 1),
            6 => Move(image, height, width, height - 1, height, -1),
            7 => Move(image, height, width, (width * height) - 1, -height, -1),
            8 => Move(image, height, width, height * (width - 1), -height, 1),
            _ => image,
        };
    }

    private static RgbImage Move(RgbImage image, int width, int height, int first, int columnStep, int rowStep)
    {
        var source = image.Pixels.Span;
        var target = GC.AllocateUninitializedArray<byte>(3 * width * height);
        for (int y = 0, from = 0; y < image.Height; y++)
        {
            var to = 3 * (first + (y * rowStep));
            for (var x = 0; x < image.Width; x++, from += 3, to += 3 * columnStep)
            {
                target[to] = source[from];
                target[to + 1] = source[from + 1];
                target[to + 2] = source[from + 2];
            }
        }
        return new RgbImage(width, height, target);
    }
}
