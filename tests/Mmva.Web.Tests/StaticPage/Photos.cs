using SkiaSharp;

namespace Mmva.Web.Tests.StaticPage;

/// <summary>Photos as cameras and programs write them.</summary>
internal static class Photos
{
    /// <summary>A JPEG with an orientation in its EXIF data.</summary>
    public static byte[] Turned(byte[] jpeg, byte orientation, bool isBigEndian = false)
    {
        byte[] tiff = isBigEndian
            ? [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
            : [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
        byte[] exif = [.. "Exif\0\0"u8, .. tiff];
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>Soft shapes that are transparent in part, as PNG.</summary>
    public static byte[] Transparent(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)(255 * x / width), (byte)(255 * y / height), 90, (byte)(x * y % 256)));
        return Encoded(bitmap, SKEncodedImageFormat.Png);
    }

    /// <summary>A gray JPEG.</summary>
    public static byte[] Gray(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++) pixels[y * bitmap.RowBytes + x] = (byte)(128 + 127 * Math.Sin(x / 17.0) * Math.Cos(y / 23.0));
        return Encoded(bitmap, SKEncodedImageFormat.Jpeg);
    }

    /// <summary>A picture with the wide colors of a telephone, and the profile that says so.</summary>
    public static byte[] WideColors(byte[] photo, SKEncodedImageFormat format)
    {
        using var decoded = SKBitmap.Decode(photo);
        using var profile = SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3);
        using var bitmap = new SKBitmap(decoded.Info.WithColorSpace(profile));
        decoded.GetPixelSpan().CopyTo(bitmap.GetPixelSpan());
        return Encoded(bitmap, format);
    }

    private static byte[] Encoded(SKBitmap bitmap, SKEncodedImageFormat format)
    {
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
