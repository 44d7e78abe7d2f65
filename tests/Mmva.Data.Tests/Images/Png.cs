using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Mmva.Data.Tests.Images;

/// <summary>Writes small PNG files for tests, valid and invalid ones.</summary>
internal static class Png
{
    public const byte Gray = 0, Rgb = 2, Palette = 3, Rgba = 6;

    /// <param name="width">The width in the header.</param>
    /// <param name="height">The height in the header.</param>
    /// <param name="colorType">The color type of the PNG specification.</param>
    /// <param name="bits">The bits per channel.</param>
    /// <param name="rows">The rows, each after its filter byte.</param>
    /// <param name="chunks">Chunks between header and pixels.</param>
    public static byte[] File(int width, int height, byte colorType, byte bits, byte[] rows, params byte[][] chunks)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = bits;
        header[9] = colorType;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(rows);
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. chunks.SelectMany(c => c), .. Chunk("IDAT"u8, packed.ToArray()),
            .. Chunk("IEND"u8, []),
        ];
    }

    public static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] body = [.. type, .. data], length = new byte[4], checksum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.HashToUInt32(body));
        return [.. length, .. body, .. checksum];
    }
}
