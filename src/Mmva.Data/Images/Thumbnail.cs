using SkiaSharp;

namespace Mmva.Data;

/// <summary>Creates small images for pages and lists.</summary>
public static class Thumbnail
{
    private const int Quality = 82;

    /// <summary>Shrinks an image and encodes it as a JPEG. Smaller images keep their size.</summary>
    /// <param name="image">The image.</param>
    /// <param name="longSide">The longer side of the thumbnail in pixels, at least 1.</param>
    /// <returns>The bytes of a JPEG file.</returns>
    /// <exception cref="NativeLibraryException">Skia's native library is missing.</exception>
    public static byte[] Jpeg(RgbImage image, int longSide)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longSide, 1);
        SkiaLibrary.Require();
        var scale = Math.Min(1, (double)longSide / Math.Max(image.Width, image.Height));
        var size = new SKSizeI(Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)));
        using var bitmap = ToBitmap(image);
        using var small = bitmap.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var jpeg = small.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }

    private static SKBitmap ToBitmap(RgbImage image)
    {
        var bitmap = new SKBitmap(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var rgb = image.Pixels.Span;
        var rgba = bitmap.GetPixelSpan();
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
        {
            rgb.Slice(from, 3).CopyTo(rgba[to..]);
            rgba[to + 3] = byte.MaxValue;
        }
        return bitmap;
    }
}
