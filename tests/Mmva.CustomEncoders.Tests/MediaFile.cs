using System.Buffers.Binary;
using Microsoft.Extensions.AI;
using Mmva.Data;

namespace Mmva.CustomEncoders.Tests;

/// <summary>Files in memory, as a program would send them.</summary>
internal static class MediaFile
{
    /// <summary>A bitmap of one color.</summary>
    public static byte[] Bitmap(byte red, byte green, byte blue, int width = 4, int height = 4)
    {
        var file = new byte[54 + width * height * 4];
        "BM"u8.CopyTo(file);
        foreach (var (at, value) in new[] { (2, file.Length), (10, 54), (14, 40), (18, width), (22, height), (26, 1 | 32 << 16) })
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        for (var i = 54; i < file.Length; i += 4) (file[i], file[i + 1], file[i + 2], file[i + 3]) = (blue, green, red, 255);
        return file;
    }

    public static byte[] Wav(Waveform audio) => WavFile.Encode(audio);

    public static DataContent Content(byte[] bytes, string mediaType, string? name = null) => new(bytes, mediaType) { Name = name };
}
