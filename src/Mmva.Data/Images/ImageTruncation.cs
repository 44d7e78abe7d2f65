using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>Checks whether an encoded image is complete: decoders fill missing parts with gray, above all in progressive JPEG.</summary>
internal static class ImageTruncation
{
    /// <summary>Describes what is missing, or returns null if the file is complete, or its decoder detects truncation.</summary>
    public static string? FindTruncation(ReadOnlySpan<byte> encoded)
    {
        if (encoded is [0xFF, 0xD8, ..]) return JpegHasEnd(encoded) ? null : "is truncated: the JPEG data ends without an end marker.";
        if (encoded is [0x89, (byte)'P', (byte)'N', (byte)'G', ..])
            return PngHasEnd(encoded) ? null : "is truncated: the PNG data ends without an end chunk.";
        if (encoded.StartsWith("RIFF"u8) && encoded.Length >= 12 && encoded.Slice(8, 4).SequenceEqual("WEBP"u8))
            return BinaryPrimitives.ReadUInt32LittleEndian(encoded[4..]) + 8L <= encoded.Length
                ? null
                : "is truncated: the WebP data is shorter than its header declares.";
        return null;
    }

    // Walks from marker to marker, so that the end of an embedded thumbnail, or bytes after the image, are not mistaken for its end.
    private static bool JpegHasEnd(ReadOnlySpan<byte> bytes)
    {
        const byte endOfImage = 0xD9, firstStandalone = 0xD0, lastStandalone = 0xD8, temporary = 0x01;
        while (true)
        {
            // fill bytes between segments and the data of a scan are skipped up to the next marker
            var at = bytes.IndexOf((byte)0xFF);
            if (at < 0 || at + 1 >= bytes.Length) return false;
            var marker = bytes[at + 1];
            if (marker == endOfImage) return true;
            if (marker == 0xFF)
            {
                bytes = bytes[(at + 1)..];
                continue;
            }
            bytes = bytes[(at + 2)..];
            if (marker is 0 or temporary or >= firstStandalone and <= lastStandalone) continue;
            if (bytes.Length < 2) return false;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
            if (length > bytes.Length) return false;
            bytes = bytes[length..];
        }
    }

    private static bool PngHasEnd(ReadOnlySpan<byte> bytes)
    {
        const int signature = 8, chunkFrame = 12; // length, type and checksum around a chunk's data
        for (long at = signature; at + chunkFrame <= bytes.Length;)
        {
            var chunk = bytes[(int)at..];
            if (chunk.Slice(4, 4).SequenceEqual("IEND"u8)) return true;
            at += BinaryPrimitives.ReadUInt32BigEndian(chunk) + (long)chunkFrame;
        }
        return false;
    }
}
