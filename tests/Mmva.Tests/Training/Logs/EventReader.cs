using System.Buffers.Binary;

namespace Mmva.Tests.Training.Logs;

/// <summary>Reads event files independently of the library: generated protocol buffers, and CRC-32C bit by bit.</summary>
internal static class EventReader
{
    public static List<Event> Read(string path)
    {
        var events = new List<Event>();
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        while (bytes.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]).Should().Be(Masked(bytes[..8]));
            var message = bytes.Slice(12, length);
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]).Should().Be(Masked(message));
            events.Add(Event.Parser.ParseFrom(message));
            bytes = bytes[(16 + length)..];
        }
        return events;
    }

    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xffffffffu;
        foreach (var single in bytes)
        {
            crc ^= single;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82f63b78u : crc >> 1;
        }
        return crc ^ 0xffffffffu;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }
}
