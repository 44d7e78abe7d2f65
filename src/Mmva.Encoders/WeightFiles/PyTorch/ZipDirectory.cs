using System.Buffers.Binary;
using System.Text;
using Mmva.WeightFiles;

namespace Mmva.Encoders.PyTorch;

/// <summary>One file in a zip archive.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">The offset of its bytes in the archive.</param>
/// <param name="Length">The number of bytes, as stored.</param>
/// <param name="Crc">The CRC-32 of its bytes.</param>
/// <param name="IsStored">Whether they are stored plain, neither compressed nor encrypted.</param>
internal readonly record struct ZipEntry(string Name, long Start, long Length, uint Crc, bool IsStored);

/// <summary>Reads the central directory of a zip archive (APPNOTE 6.3), zip64 included, and checks that no two files overlap.</summary>
/// <remarks>Tensors are used in place, and <c>System.IO.Compression</c> does not expose the offsets of files.</remarks>
internal static class ZipDirectory
{
    private const int EndLength = 22, LocatorLength = 20, End64Length = 56, CentralLength = 46, LocalLength = 30, MaxComment = ushort.MaxValue,
    MaxEntries = 1 << 18;
    private const uint EndMark = 0x06054b50, LocatorMark = 0x07064b50, End64Mark = 0x06064b50, CentralMark = 0x02014b50, LocalMark = 0x04034b50;
    private const ushort Encrypted = 1, Zip64Field = 1;

    /// <exception cref="WeightFileException">The archive is truncated or inconsistent.</exception>
    public static Dictionary<string, ZipEntry> Read(string path, MappedBytes file)
    {
        WeightFileException Bad(string reason) => new(path, $"is a damaged zip archive: {reason}.");

        var (count, length, start) = FindDirectory(file, Bad);
        if (count is < 0 or > MaxEntries) throw Bad($"it claims {count} files");
        if (start < 0 || length < 0 || length > int.MaxValue || start > file.Length - length) throw Bad("its directory is outside the file");

        var directory = file.Span(start, (int)length);
        var entries = new Dictionary<string, ZipEntry>();
        var ranges = new List<(long Begin, long End, string Name)>();
        for (long i = 0; i < count; i++)
        {
            var (entry, header) = ReadEntry(ref directory, file, start, Bad);
            if (!entries.TryAdd(entry.Name, entry)) throw Bad($"'{entry.Name}' occurs twice");
            ranges.Add((header, entry.Start + entry.Length, entry.Name));
        }
        ranges.Sort();
        for (var i = 1; i < ranges.Count; i++)
            if (ranges[i].Begin < ranges[i - 1].End) throw Bad($"'{ranges[i - 1].Name}' and '{ranges[i].Name}' overlap");
        return entries;
    }

    private static (long Count, long Length, long Start) FindDirectory(MappedBytes file, Func<string, WeightFileException> bad)
    {
        var tailLength = (int)Math.Min(file.Length, EndLength + MaxComment);
        var tailStart = file.Length - tailLength;
        var tail = file.Span(tailStart, tailLength);
        for (var i = tailLength - EndLength; i >= 0; i--)
        {
            var end = tail[i..];
            if (UInt32(end) != EndMark || UInt16(end[20..]) != end.Length - EndLength) continue;
            long count = UInt16(end[10..]), length = UInt32(end[12..]), start = UInt32(end[16..]);
            return count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue
                ? FindDirectory64(file, tailStart + i, bad)
                : (count, length, start);
        }
        throw bad("its end is missing; it was not downloaded or written completely");
    }

    private static (long Count, long Length, long Start) FindDirectory64(MappedBytes file, long end, Func<string, WeightFileException> bad)
    {
        if (end < LocatorLength) throw bad("its zip64 end is missing");
        var locator = file.Span(end - LocatorLength, LocatorLength);
        var start = (long)UInt64(locator[8..]);
        if (UInt32(locator) != LocatorMark || start < 0 || start > file.Length - End64Length) throw bad("its zip64 end is missing");
        var end64 = file.Span(start, End64Length);
        if (UInt32(end64) != End64Mark) throw bad("its zip64 end is missing");
        return ((long)UInt64(end64[32..]), (long)UInt64(end64[40..]), (long)UInt64(end64[48..]));
    }

    private static (ZipEntry Entry, long Header) ReadEntry(
        ref ReadOnlySpan<byte> directory, MappedBytes file, long directoryStart, Func<string, WeightFileException> bad)
    {
        if (directory.Length < CentralLength || UInt32(directory) != CentralMark) throw bad("its directory is truncated");
        ushort flags = UInt16(directory[8..]), method = UInt16(directory[10..]);
        var crc = UInt32(directory[16..]);
        long stored = UInt32(directory[20..]), plain = UInt32(directory[24..]), header = UInt32(directory[42..]);
        int nameLength = UInt16(directory[28..]), extraLength = UInt16(directory[30..]), commentLength = UInt16(directory[32..]);
        if (directory.Length - CentralLength < nameLength + extraLength + commentLength) throw bad("its directory is truncated");
        var nameBytes = directory.Slice(CentralLength, nameLength);
        var name = Encoding.UTF8.GetString(nameBytes);
        ReadZip64(directory.Slice(CentralLength + nameLength, extraLength), ref plain, ref stored, ref header);
        directory = directory[(CentralLength + nameLength + extraLength + commentLength)..];

        // the local header repeats the directory; only the lengths of its name and padding are its own
        if (header < 0 || header > directoryStart - LocalLength) throw bad($"'{name}' is outside the file");
        var local = file.Span(header, LocalLength);
        var dataStart = header + LocalLength + UInt16(local[26..]) + UInt16(local[28..]);
        if (UInt32(local) != LocalMark || UInt16(local[26..]) != nameLength || header + LocalLength + nameLength > directoryStart
            || !file.Span(header + LocalLength, nameLength).SequenceEqual(nameBytes)) throw bad($"'{name}' is not where the directory says");
        if (stored < 0 || dataStart > directoryStart || stored > directoryStart - dataStart) throw bad($"'{name}' overlaps the directory");
        var isStored = method == 0 && (flags & Encrypted) == 0;
        if (isStored && stored != plain) throw bad($"'{name}' has two lengths, {stored} and {plain}");
        return (new(name, dataStart, stored, crc, isStored), header);
    }

    // the field contains only those values that did not fit, in this order
    private static void ReadZip64(ReadOnlySpan<byte> extra, ref long plain, ref long stored, ref long header)
    {
        while (extra.Length >= 4)
        {
            int id = UInt16(extra), length = Math.Min(UInt16(extra[2..]), extra.Length - 4);
            var field = extra.Slice(4, length);
            extra = extra[(4 + length)..];
            if (id != Zip64Field) continue;
            if (plain == uint.MaxValue) plain = Next(ref field);
            if (stored == uint.MaxValue) stored = Next(ref field);
            if (header == uint.MaxValue) header = Next(ref field);
        }

        static long Next(ref ReadOnlySpan<byte> field)
        {
            if (field.Length < 8) return -1;
            var value = (long)UInt64(field);
            field = field[8..];
            return value;
        }
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static ulong UInt64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
