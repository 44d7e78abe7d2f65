using System.Buffers.Binary;

namespace Mmva.Tasks;

/// <summary>Checks that a FLAC file ends with its last frame, and that this holds the last of the samples that the file declares.</summary>
internal static class FlacEnd
{
    private const int Id3v1Length = 128, StreamInfoLength = 34, LargestFrame = 1 << 20, LongestHeader = 16, CrcLength = 2;

    private static readonly ushort[] Crc16 = CreateTable();

    public static void Check(TagFile file, long audio, ReadOnlySpan<byte> streamInfo)
    {
        if (streamInfo.Length < StreamInfoLength) throw file.Bad("is a damaged FLAC file: its STREAMINFO is too short.");
        var minBlock = BinaryPrimitives.ReadUInt16BigEndian(streamInfo);
        var maxFrame = BinaryPrimitives.ReadUInt32BigEndian(streamInfo[6..]) & 0xFFFFFF;
        var samples = (long)(BinaryPrimitives.ReadUInt64BigEndian(streamInfo[10..]) & 0xF_FFFF_FFFF);
        var end = file.Length;
        if (end - audio > Id3v1Length && file.Read(end - Id3v1Length, 3).AsSpan().SequenceEqual("TAG"u8)) end -= Id3v1Length;

        var length = (int)Math.Min(end - audio, Math.Max(maxFrame, LongestHeader) == LongestHeader ? LargestFrame : maxFrame + LongestHeader);
        var tail = file.Read(end - length, length);
        for (var start = length - CrcLength - 1; start >= 0; start--)
        {
            if (tail[start] != 0xFF || (tail[start + 1] & 0xFE) != 0xF8) continue;
            var frame = tail.AsSpan(start);
            if (Crc(frame[..^CrcLength]) != BinaryPrimitives.ReadUInt16BigEndian(frame[^CrcLength..])) continue;
            var last = LastSample(frame, minBlock);
            if (samples == 0 || last < 0 || last >= samples) return;
            throw file.Truncated($": it has {last:N0} of {samples:N0} samples");
        }
        throw file.Truncated(": it does not end with a complete frame");
    }

    // the number of samples up to the end of a frame, or -1 for a header that this does not understand
    private static long LastSample(ReadOnlySpan<byte> frame, int fixedBlock)
    {
        if (frame.Length < LongestHeader) return -1;
        var isVariable = (frame[1] & 1) == 1;
        var first = frame[4];
        var more = first < 0x80 ? 0 : System.Numerics.BitOperations.LeadingZeroCount(~((uint)first << 24)) - 1;
        if (more < 0) return -1;
        var number = first < 0x80 ? first : (long)(first & (0x3F >> more));
        for (var i = 0; i < more; i++) number = number << 6 | (frame[5 + i] & 0x3Fu);
        var size = frame[(5 + more)..];
        var block = (frame[2] >> 4) switch
        {
            1 => 192,
            var code and >= 2 and <= 5 => 576 << (code - 2),
            6 => size[0] + 1,
            7 => BinaryPrimitives.ReadUInt16BigEndian(size) + 1,
            var code and >= 8 => 256 << (code - 8),
            _ => -1,
        };
        return block < 0 ? -1 : (isVariable ? number : number * fixedBlock) + block;
    }

    private static ushort Crc(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0;
        foreach (var value in bytes) crc = (ushort)(crc << 8 ^ Crc16[crc >> 8 ^ value]);
        return crc;
    }

    private static ushort[] CreateTable()
    {
        const int Polynomial = 0x8005;
        var table = new ushort[256];
        for (var i = 0; i < table.Length; i++)
        {
            var crc = i << 8;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? crc << 1 ^ Polynomial : crc << 1;
            table[i] = (ushort)crc;
        }
        return table;
    }
}
