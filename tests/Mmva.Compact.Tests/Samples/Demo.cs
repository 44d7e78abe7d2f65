using System.Buffers.Binary;
using SkiaSharp;

namespace Mmva.Compact.Tests.Samples;

/// <summary>Small media files to predict.</summary>
internal static class Demo
{
    public static string Picture(string folder, string name)
    {
        using var bitmap = new SKBitmap(64, 48);
        bitmap.Erase(SKColors.SkyBlue);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, png.ToArray());
        return path;
    }

    /// <summary>One second of 440 Hz: 8 kHz, 16 bits, one channel.</summary>
    public static string Sound(string folder, string name)
    {
        const int rate = 8000;
        var wav = new byte[44 + 2 * rate];
        "RIFF"u8.CopyTo(wav);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        "data"u8.CopyTo(wav.AsSpan(36));
        var fields = new[] { (4, wav.Length - 8), (16, 16), (20, 1 | 1 << 16), (24, rate), (28, 2 * rate), (32, 2 | 16 << 16), (40, 2 * rate) };
        foreach (var (at, value) in fields)
            BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(at), value);
        for (var i = 0; i < rate; i++)
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(44 + 2 * i), (short)(12000 * Math.Sin(2 * Math.PI * 440 * i / rate)));
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, wav);
        return path;
    }
}
