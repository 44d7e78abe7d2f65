using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>Checks whether compressed audio is complete: ffmpeg decodes what exists of a truncated file, and reports success.</summary>
/// <remarks>MPEG frames without a Xing header, raw AAC and the like do not declare a length.</remarks>
internal static class AudioTruncation
{
    private const int HeadBytes = 4096, OggPageBytes = 27 + 255 + (255 * 255), MaxBoxes = 10_000;

    /// <summary>Describes what is missing, or returns null if the file is as long as its headers declare, or they declare no length.</summary>
    public static string? FindTruncation(Stream stream)
    {
        var head = Read(stream, 0, HeadBytes);
        var missing = head switch
        {
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => Mp4Missing(stream),
            [(byte)'F', (byte)'O', (byte)'R', (byte)'M', _, _, _, _, ..] =>
                BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4)) + 8L - stream.Length,
            [0x1A, 0x45, 0xDF, 0xA3, ..] => MatroskaMissing(head, stream.Length),
            [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => OggMissing(stream),
            [(byte)'I', (byte)'D', (byte)'3', ..] or [0xFF, >= 0xE0, ..] => Mp3Missing(stream, head),
            _ => 0,
        };
        return missing > 0 ? $"is truncated: {missing} bytes declared by its header are missing." : null;
    }

    /// <summary>The samples per channel that the header of a FLAC file declares; 0 if it does not, or for another format.</summary>
    public static long DeclaredSamples(Stream stream)
    {
        const long thirtySixBits = (1L << 36) - 1;
        return Read(stream, 0, 26) is [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] and { Length: 26 } head
            ? BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(18)) & thirtySixBits
            : 0;
    }

    // the top-level boxes cover the file; a size of 0 means up to its end
    private static long Mp4Missing(Stream stream)
    {
        long at = 0;
        for (var boxes = 0; boxes < MaxBoxes && at < stream.Length; boxes++)
        {
            var box = Read(stream, at, 16);
            if (box.Length < 8) return 8 - box.Length;
            long size = BinaryPrimitives.ReadUInt32BigEndian(box);
            if (size == 1 && box.Length == 16) size = BinaryPrimitives.ReadInt64BigEndian(box.AsSpan(8));
            if (size < 8 || size > long.MaxValue - at) return 0;
            at += size;
        }
        return at - stream.Length;
    }

    // the EBML header, then one segment whose size is known unless it was streamed
    private static long MatroskaMissing(ReadOnlySpan<byte> head, long length)
    {
        var at = 4;
        if (VariableInteger(head, ref at) is not { } header || header > HeadBytes - 16) return 0;
        at += (int)header;
        if (head.Length < at + 12 || !head.Slice(at, 4).SequenceEqual((ReadOnlySpan<byte>)[0x18, 0x53, 0x80, 0x67])) return 0;
        at += 4;
        return VariableInteger(head, ref at) is { } segment ? at + segment - length : 0;
    }

    private static long? VariableInteger(ReadOnlySpan<byte> bytes, ref int at)
    {
        var size = byte.LeadingZeroCount(bytes[at]) + 1;
        if (size > 8 || at + size > bytes.Length) return null;
        long value = bytes[at] & (0xFF >> size), unknown = (1L << (7 * size)) - 1;
        for (var i = 1; i < size; i++) value = (value << 8) | bytes[at + i];
        at += size;
        return value == unknown ? null : value;
    }

    // the last page declares the length of its packets
    private static long OggMissing(Stream stream)
    {
        var start = Math.Max(0, stream.Length - OggPageBytes);
        var tail = Read(stream, start, OggPageBytes);
        var at = tail.AsSpan().LastIndexOf("OggS"u8);
        if (at < 0) return 0;
        var page = tail.AsSpan(at);
        if (page.Length < 27 || page.Length < 27 + page[26]) return 1;
        var packets = 0;
        foreach (var segment in page.Slice(27, page[26])) packets += segment;
        return 27 + page[26] + packets - page.Length;
    }

    // the first frame of most files is a Xing or Info header, with the number of bytes of all frames
    private static long Mp3Missing(Stream stream, byte[] head)
    {
        long start = 0;
        if (head is [(byte)'I', ..])
        {
            if (head.Length < 10) return 0;
            start = 10 + ((head[6] & 0x7F) << 21 | (head[7] & 0x7F) << 14 | (head[8] & 0x7F) << 7 | (head[9] & 0x7F));
            if (start > stream.Length) return start - stream.Length;
            head = Read(stream, start, HeadBytes);
        }
        if (head is not [0xFF, >= 0xE0, _, _, ..]) return 0;
        const uint hasFrames = 1, hasBytes = 2;
        bool mpeg1 = (head[1] & 0x18) == 0x18, mono = (head[3] & 0xC0) == 0xC0;
        var at = 4 + ((mpeg1, mono) switch { (true, false) => 32, (false, true) => 9, _ => 17 });
        var header = head.AsSpan(Math.Min(at, head.Length));
        if (header.Length < 16 || !(header.StartsWith("Xing"u8) || header.StartsWith("Info"u8))) return 0;
        var flags = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if ((flags & hasBytes) == 0) return 0;
        long declared = BinaryPrimitives.ReadUInt32BigEndian(header[((flags & hasFrames) != 0 ? 12 : 8)..]);
        var missing = declared - (stream.Length - start);
        return missing > declared / 100 ? missing : 0; // encoders count a frame more or less
    }

    private static byte[] Read(Stream stream, long at, int count)
    {
        var bytes = new byte[Math.Clamp(stream.Length - at, 0, count)];
        stream.Position = at;
        stream.ReadExactly(bytes);
        return bytes;
    }
}
