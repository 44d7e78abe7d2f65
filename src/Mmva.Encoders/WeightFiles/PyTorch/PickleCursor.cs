using System.Buffers.Binary;
using Mmva.WeightFiles;

namespace Mmva.Encoders.PyTorch;

/// <summary>Reads the bytes of a pickle in order, never beyond its end.</summary>
internal ref struct PickleCursor(string path, ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public byte Byte() => Bytes(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public ReadOnlySpan<byte> Bytes(uint count)
    {
        if (count > _bytes.Length - Position) throw new WeightFileException(path, "its pickle is damaged: it ends too early.");
        var result = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return result;
    }

    /// <summary>A signed integer of up to eight bytes.</summary>
    public long Long()
    {
        var bytes = Bytes(Byte());
        if (bytes.Length > 8) throw new WeightFileException(path, $"its pickle contains an integer of {bytes.Length} bytes; at most 8 are read.");
        var value = bytes.Length > 0 && (sbyte)bytes[^1] < 0 ? -1L : 0;
        for (var i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return value;
    }

    /// <summary>The bytes before the next line feed.</summary>
    public ReadOnlySpan<byte> Line()
    {
        var end = _bytes[Position..].IndexOf((byte)'\n');
        if (end < 0) throw new WeightFileException(path, "its pickle is damaged: it ends too early.");
        var line = Bytes((uint)end);
        Position++;
        return line;
    }
}
