using SkiaSharp;

namespace Mmva.Data.Tests.Images;

/// <summary>Encodes images for tests.</summary>
internal static class JpegFiles
{
    public static byte[] Encode(
        int width, int height, Func<int, int, (int R, int G, int B)> color, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = bitmap.GetPixelSpan();
        for (int y = 0, at = 0; y < height; y++)
            for (var x = 0; x < width; x++, at += 4)
            {
                var (red, green, blue) = color(x, y);
                (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)red, (byte)green, (byte)blue);
                pixels[at + 3] = 255;
            }
        return bitmap.Encode(format, 95).ToArray();
    }
}
