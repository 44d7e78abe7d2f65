using System.Buffers.Binary;

namespace Mmva.Data.Tests.Audio;

/// <summary>Writes small WAV files for tests, valid and invalid ones.</summary>
internal static class Wav
{
    public static byte[] File(
        byte[] data, int channels = 1, int bits = 16, int rate = 8000, int tag = 1, bool extensible = false,
        uint? dataSize = null, uint? riffSize = null, byte[]? before = null)
    {
        byte[] format =
        [
            .. Two(extensible ? 0xFFFE : tag), .. Two(channels), .. Four((uint)rate), .. Four((uint)(rate * channels * bits / 8)),
            .. Two(channels * bits / 8), .. Two(bits),
        ];
        byte[] subFormat = [.. Two(tag), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        if (extensible) format = [.. format, .. Two(22), .. Two(bits), .. Four(0), .. subFormat];
        byte[] body = [.. "WAVE"u8, .. Chunk("fmt "u8, format), .. before ?? [], .. "data"u8, .. Four(dataSize ?? (uint)data.Length), .. data];
        return [.. "RIFF"u8, .. Four(riffSize ?? (uint)body.Length), .. body];
    }

    /// <summary>The same file in big-endian order.</summary>
    public static byte[] BigEndian(byte[] data, int bits, int tag = 1, int channels = 1, int rate = 8000, bool extensible = false)
    {
        byte[] format =
        [
            .. Swap(Two(extensible ? 0xFFFE : tag)), .. Swap(Two(channels)), .. Swap(Four((uint)rate)),
            .. Swap(Four((uint)(rate * channels * bits / 8))), .. Swap(Two(channels * bits / 8)), .. Swap(Two(bits)),
        ];
        byte[] subFormat = [.. Swap(Two(tag)), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        if (extensible) format = [.. format, .. Swap(Two(22)), .. Swap(Two(bits)), .. Four(0), .. subFormat];
        byte[] samples = [.. data.Chunk(bits / 8).SelectMany(Swap)];
        byte[] body = [.. "WAVEfmt "u8, .. Swap(Four((uint)format.Length)), .. format, .. "data"u8, .. Swap(Four((uint)data.Length)), .. samples];
        return [.. "RIFX"u8, .. Swap(Four((uint)body.Length)), .. body];
    }

    public static byte[] Swap(byte[] bytes) => [.. bytes.Reverse()];

    public static byte[] Chunk(ReadOnlySpan<byte> id, byte[] data) => [.. id, .. Four((uint)data.Length), .. data, .. new byte[data.Length & 1]];

    public static byte[] Two(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    public static byte[] Four(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Pcm16(params short[] samples) => [.. samples.SelectMany(s => Two((ushort)s))];
}
