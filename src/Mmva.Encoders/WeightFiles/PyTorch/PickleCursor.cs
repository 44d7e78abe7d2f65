using System.Buffers.Binary;
using Mmva.WeightFiles;

namespace Mmva.Encoders.PyTorch;

/// <summary>Takes a pickle's bytes one after the other, never beyond its end.</summary>
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

    /// <summary>A whole number of up to eight bytes, with sign.</summary>
    public long Long()
    {
        var bytes = Bytes(Byte());
        if (bytes.Length > 8) throw new WeightFileException(path, $"its pickle holds a number of {bytes.Length} bytes; 8 are read.");
        var value = bytes.Length > 0 && (sbyte)bytes[^1] < 0 ? -1L : 0;
        for (var i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return value;
    }

    /// <summary>What stands before the next line feed.</summary>
    public ReadOnlySpan<byte> Line()
    {
        var end = _bytes[Position..].IndexOf((byte)'\n');
        if (end < 0) throw new WeightFileException(path, "its pickle is damaged: it ends too early.");
        var line = Bytes((uint)end);
        Position++;
        return line;
    }
}
