using Mmva.Media;
using SkiaSharp;

namespace Quickstart;

/// <summary>A small JPEG of a picture, for the page.</summary>
internal static class Thumbnail
{
    private const int LongSide = 360;

    public static byte[] Of(RgbImage image)
    {
        var scale = Math.Min(1, (double)LongSide / Math.Max(image.Width, image.Height));
        var small = ImageResizing.Bicubic(image, Math.Max(1, (int)(image.Width * scale)), Math.Max(1, (int)(image.Height * scale)));
        using var bitmap = new SKBitmap(small.Width, small.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var rgb = small.Pixels.Span;
        var rgba = bitmap.GetPixelSpan();
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
            (rgba[to], rgba[to + 1], rgba[to + 2], rgba[to + 3]) = (rgb[from], rgb[from + 1], rgb[from + 2], 255);
        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 85);
        return jpeg.ToArray();
    }
}
