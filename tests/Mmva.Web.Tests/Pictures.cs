using System.Buffers.Binary;
using System.IO.Hashing;
using SkiaSharp;

namespace Mmva.Web.Tests;

/// <summary>Photos to upload, sound ones and others.</summary>
internal static class Pictures
{
    /// <summary>A picture of soft shapes; another seed gives another picture.</summary>
    public static byte[] Photo(int seed, int width = 640, int height = 480, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        var random = new Random(seed);
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(Colour(random));
        for (var i = 0; i < 40; i++)
        {
            using var paint = new SKPaint { Color = Colour(random), IsAntialias = true };
            canvas.DrawCircle(random.Next(width), random.Next(height), random.Next(width / 30, width / 6), paint);
        }
        using var encoded = bitmap.Encode(format, 90);
        return encoded.ToArray();
    }

    /// <summary>A PNG whose header asks for 9 thousand million pixels.</summary>
    public static byte[] PngBomb()
    {
        var size = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(size, 100_000);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), 90_000);
        (size[8], size[9]) = (8, 2); // bits, RGB
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, size), .. Chunk("IDAT"u8, new byte[256]), .. Chunk("IEND"u8, [])];

        static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
        {
            byte[] body = [.. type, .. data], length = new byte[4], checksum = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
            BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.HashToUInt32(body));
            return [.. length, .. body, .. checksum];
        }
    }

    /// <summary>38 bytes that ask for two gigabytes.</summary>
    public static byte[] WebPBomb() =>
        [.. "RIFF"u8, 30, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0x57, 0, 0xFF, 0x57, 0, .. "VP8 "u8, 0, 0, 0, 0];

    /// <summary>The same JPEG with segments of metadata before its picture: EXIF and a colour profile, both nonsense.</summary>
    public static byte[] WithHostileMetadata(byte[] jpeg)
    {
        byte[] Segment(byte marker, byte[] data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];
        var noise = new byte[60_000];
        new Random(3).NextBytes(noise);
        return [.. jpeg[..2], .. Segment(0xE1, [.. "Exif\0\0"u8, .. "II*\0"u8, 0xFF, 0xFF, 0xFF, 0x7F, .. noise]),
            .. Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. noise]), .. jpeg[2..]];
    }

    private static SKColor Colour(Random random) => new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
}
