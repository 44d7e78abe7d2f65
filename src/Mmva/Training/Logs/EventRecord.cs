using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Mmva.Training;

/// <summary>
/// Records of a TensorBoard event file: length, its checksum, a protocol buffer <c>Event</c>, its checksum. Checksums are masked CRC-32C. Written by
/// hand, as messages of seven fields do not need a library. Format: TensorFlow's <c>record_writer.cc</c>, <c>event.proto</c>, <c>summary.proto</c>.
/// </summary>
internal static class EventRecord
{
    private const int HeaderBytes = sizeof(ulong) + sizeof(uint), MaxBytes = 1 << 20;

    // a tag is field number × 8 + wire type
    private const byte
        WallTime = (1 << 3) + Fixed64, Step = (2 << 3) + Varint, FileVersion = (3 << 3) + Bytes, Summary = (5 << 3) + Bytes,
        Value = (1 << 3) + Bytes, Tag = (1 << 3) + Bytes, SimpleValue = (2 << 3) + Fixed32;

    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    /// <summary>The first record of a file.</summary>
    public static byte[] Version(DateTimeOffset time)
    {
        using var message = new MemoryStream();
        WriteTime(message, time);
        WriteBytes(message, FileVersion, "brain.Event:2"u8);
        return Frame(message.ToArray());
    }

    /// <summary>Several scalars of a step.</summary>
    public static byte[] Scalars(DateTimeOffset time, long step, IEnumerable<(string Tag, double Value)> scalars)
    {
        using var summary = new MemoryStream();
        Span<byte> number = stackalloc byte[sizeof(float)];
        foreach (var (tag, value) in scalars)
        {
            using var scalar = new MemoryStream();
            WriteBytes(scalar, Tag, Encoding.UTF8.GetBytes(tag));
            scalar.WriteByte(SimpleValue);
            BinaryPrimitives.WriteSingleLittleEndian(number, (float)value);
            scalar.Write(number);
            WriteBytes(summary, Value, scalar.ToArray());
        }
        using var message = new MemoryStream();
        WriteTime(message, time);
        message.WriteByte(Step);
        WriteVarint(message, (ulong)step);
        WriteBytes(message, Summary, summary.ToArray());
        return Frame(message.ToArray());
    }

    /// <summary>Reads the step of the next record; 0 for the first record, which has none.</summary>
    /// <returns>False at the end of the file, or where it is cut or damaged.</returns>
    public static bool TryReadStep(Stream stream, out long step)
    {
        step = 0;
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (stream.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes) return false;
        var length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        if (length > MaxBytes || BinaryPrimitives.ReadUInt32LittleEndian(header[sizeof(ulong)..]) != Checksum(header[..sizeof(ulong)])) return false;
        var rest = new byte[(int)length + sizeof(uint)];
        if (stream.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length) return false;
        var message = rest.AsSpan(0, (int)length);
        return BinaryPrimitives.ReadUInt32LittleEndian(rest.AsSpan((int)length)) == Checksum(message) && TryFindStep(message, ref step);
    }

    /// <summary>The CRC-32C, rotated and offset as the format has it, so that checksums of checksums are not trivial.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var single in bytes) crc = BitOperations.Crc32C(crc, single);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }

    private static byte[] Frame(byte[] message)
    {
        var record = new byte[HeaderBytes + message.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), Checksum(record.AsSpan(0, sizeof(ulong))));
        message.CopyTo(record, HeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderBytes + message.Length), Checksum(message));
        return record;
    }

    private static void WriteTime(MemoryStream message, DateTimeOffset time)
    {
        message.WriteByte(WallTime);
        Span<byte> seconds = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(seconds, (time - DateTimeOffset.UnixEpoch).TotalSeconds);
        message.Write(seconds);
    }

    private static void WriteBytes(MemoryStream message, byte tag, ReadOnlySpan<byte> bytes)
    {
        message.WriteByte(tag);
        WriteVarint(message, (ulong)bytes.Length);
        message.Write(bytes);
    }

    private static void WriteVarint(MemoryStream message, ulong value)
    {
        for (; value >= 0x80; value >>= 7) message.WriteByte((byte)(value | 0x80));
        message.WriteByte((byte)value);
    }

    private static bool TryFindStep(ReadOnlySpan<byte> message, ref long step)
    {
        while (message.Length > 0)
        {
            if (!TryReadVarint(ref message, out var tag)) return false;
            if (tag == Step)
            {
                if (!TryReadVarint(ref message, out var value)) return false;
                step = (long)value;
                continue;
            }
            ulong length;
            switch (tag & 7)
            {
                case Fixed64: length = sizeof(double); break;
                case Fixed32: length = sizeof(float); break;
                case Bytes when TryReadVarint(ref message, out length): break;
                case Varint when TryReadVarint(ref message, out _): length = 0; break;
                default: return false;
            }
            if (length > (ulong)message.Length) return false;
            message = message[(int)length..];
        }
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> message, out ulong value)
    {
        value = 0;
        for (var i = 0; i < message.Length && i < 10; i++)
        {
            value |= (ulong)(message[i] & 0x7f) << (7 * i);
            if (message[i] >= 0x80) continue;
            message = message[(i + 1)..];
            return true;
        }
        return false;
    }
}
