using SkiaSharp;

namespace Mmva.Data;

/// <summary>Rotates and mirrors a stored image to its intended orientation (EXIF tag 0x0112, all eight values).</summary>
internal static class Orientation
{
    public static RgbImage Apply(RgbImage image, SKEncodedOrigin origin)
    {
        var (width, height) = (image.Width, image.Height);
        // the target index of the stored pixel (0, 0), and the steps in the target per stored column and row
        return origin switch
        {
            SKEncodedOrigin.TopRight => Move(image, width, height, width - 1, -1, width),
            SKEncodedOrigin.BottomRight => Move(image, width, height, (width * height) - 1, -1, -width),
            SKEncodedOrigin.BottomLeft => Move(image, width, height, width * (height - 1), 1, -width),
            SKEncodedOrigin.LeftTop => Move(image, height, width, 0, height, 1),
            SKEncodedOrigin.RightTop => Move(image, height, width, height - 1, height, -1),
            SKEncodedOrigin.RightBottom => Move(image, height, width, (width * height) - 1, -height, -1),
            SKEncodedOrigin.LeftBottom => Move(image, height, width, height * (width - 1), -height, 1),
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
