using System.Buffers.Binary;

namespace Mmva.Tasks;

/// <summary>A page of an Ogg file: a header with the lengths of segments, and the segments.</summary>
/// <param name="Start">Where it is in the file.</param>
/// <param name="HeaderLength">The length of the header in bytes.</param>
/// <param name="BodyLength">The length of the segments in bytes.</param>
/// <param name="Serial">The stream.</param>
/// <param name="Sequence">The number within the stream.</param>
/// <param name="Granule">The position of the stream at its end.</param>
/// <param name="Flags">1: continues a packet, 2: first of its stream, 4: last of its stream.</param>
/// <param name="Segments">The lengths of the segments: a packet ends with one below 255.</param>
internal sealed record OggPage(
    long Start, int HeaderLength, int BodyLength, uint Serial, uint Sequence, long Granule, byte Flags, byte[] Segments)
{
    public const int FullSegment = 255, MaxSegments = 255, ContinuedFlag = 1;

    private const int FixedLength = 27, GranuleAt = 6, SerialAt = 14, SequenceAt = 18, CrcAt = 22, CountAt = 26, FlagsAt = 5;

    private static readonly uint[] Crc32 = CreateTable();

    public long End => Start + HeaderLength + BodyLength;

    public bool IsFirst => (Flags & 2) != 0;

    /// <summary>Reads the header of a page, which must be in the file as a whole.</summary>
    public static OggPage Read(TagFile file, long start)
    {
        if (start + FixedLength > file.Length) throw file.Truncated(": its last page is not complete");
        var head = file.ReadUpTo(start, FixedLength + MaxSegments);
        if (!head.AsSpan().StartsWith("OggS"u8)) throw file.Bad($"is a damaged Ogg file: there is no page at byte {start:N0}.");
        var count = head[CountAt];
        if (head.Length < FixedLength + count) throw file.Truncated(": its last page is not complete");
        var segments = head[FixedLength..(FixedLength + count)];
        var page = new OggPage(
            start, FixedLength + count, segments.Sum(length => length), BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(SerialAt)),
            BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(SequenceAt)), BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(GranuleAt)),
            head[FlagsAt], segments);
        return page.End <= file.Length ? page : throw file.Truncated(": its last page is not complete");
    }

    public byte[] ReadBody(TagFile file) => file.Read(Start + HeaderLength, BodyLength);

    /// <summary>The header of this page for a body, with its checksum.</summary>
    public byte[] Header(ReadOnlySpan<byte> body)
    {
        var header = new byte[FixedLength + Segments.Length];
        "OggS"u8.CopyTo(header);
        header[FlagsAt] = Flags;
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(GranuleAt), Granule);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(SerialAt), Serial);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(SequenceAt), Sequence);
        header[CountAt] = (byte)Segments.Length;
        Segments.CopyTo(header, FixedLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(CrcAt), Crc(Crc(0, header), body));
        return header;
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) crc = crc << 8 ^ Crc32[crc >> 24 ^ value];
        return crc;
    }

    private static uint[] CreateTable()
    {
        const uint Polynomial = 0x04C11DB7;
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i << 24;
            for (var bit = 0; bit < 8; bit++) crc = crc >> 31 == 1 ? crc << 1 ^ Polynomial : crc << 1;
            table[i] = crc;
        }
        return table;
    }
}
