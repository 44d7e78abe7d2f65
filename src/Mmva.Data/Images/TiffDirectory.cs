using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>The first directory of a TIFF file, or of EXIF data, which are one. Nothing outside of the bytes given is read.</summary>
internal readonly ref struct TiffDirectory
{
    private const int HeaderBytes = 8, EntryBytes = 12, MaxValues = 1 << 16;
    private const int Byte = 1, Short = 3, Long = 4;

    private readonly ReadOnlySpan<byte> _file, _entries;
    private readonly bool _bigEndian;

    /// <summary>Finds the directory. One that is not there has no entries.</summary>
    public TiffDirectory(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes) return;
        _bigEndian = file.StartsWith("MM\0*"u8);
        if (!_bigEndian && !file.StartsWith("II*\0"u8)) return;
        _file = file;
        var at = UInt32(file[4..]);
        if (at > file.Length - 2) return;
        var entries = file[((int)at + 2)..];
        var count = Math.Min(UInt16(file[(int)at..]), entries.Length / EntryBytes);
        _entries = entries[..(count * EntryBytes)];
    }

    public bool IsEmpty => _entries.IsEmpty;

    /// <summary>Returns the first value of an entry of whole numbers, or null without one.</summary>
    public uint? Find(int tag) => Values(tag) is [var first, ..] ? first : null;

    /// <summary>Returns the values of an entry of whole numbers; none if it is missing, of another type, or outside of the file.</summary>
    public uint[] Values(int tag)
    {
        for (var entries = _entries; entries.Length > 0; entries = entries[EntryBytes..])
        {
            if (UInt16(entries) != tag) continue;
            var size = UInt16(entries[2..]) switch { Byte => 1, Short => 2, Long => 4, _ => 0 };
            var count = UInt32(entries[4..]);
            if (size == 0 || count > MaxValues) return [];
            var bytes = entries[8..EntryBytes];
            if (size * count > bytes.Length)
            {
                var at = UInt32(bytes);
                if (at + (size * (long)count) > _file.Length) return [];
                bytes = _file[(int)at..];
            }
            var values = new uint[count];
            for (var i = 0; i < values.Length; i++)
                values[i] = size switch { 1 => bytes[i], 2 => UInt16(bytes[(2 * i)..]), _ => UInt32(bytes[(4 * i)..]) };
            return values;
        }
        return [];
    }

    private ushort UInt16(ReadOnlySpan<byte> bytes) =>
        _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private uint UInt32(ReadOnlySpan<byte> bytes) =>
        _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
