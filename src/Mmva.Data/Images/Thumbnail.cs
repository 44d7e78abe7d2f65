using SkiaSharp;

namespace Mmva.Data;

/// <summary>Small pictures for pages and lists.</summary>
public static class Thumbnail
{
    private const int Quality = 82;

    /// <summary>Shrinks a picture and encodes it as a JPEG. Smaller pictures keep their size.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="longSide">Pixels of the thumbnail's longer side, at least 1.</param>
    /// <returns>The bytes of a JPEG file.</returns>
    public static byte[] Jpeg(RgbImage image, int longSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longSide, 1);
        var scale = Math.Min(1, (double)longSide / Math.Max(image.Width, image.Height));
        using var bitmap = Bitmap(image);
        using var small = bitmap.Resize(new SKSizeI(Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale))), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var jpeg = small.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }

    private static SKBitmap Bitmap(RgbImage image)
    {
        var bitmap = new SKBitmap(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var rgb = image.Pixels.Span;
        var rgba = bitmap.GetPixelSpan();
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
            (rgba[to], rgba[to + 1], rgba[to + 2], rgba[to + 3]) = (rgb[from], rgb[from + 1], rgb[from + 2], byte.MaxValue);
        return bitmap;
    }
}
