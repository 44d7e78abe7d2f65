using System.Buffers.Binary;
using System.Text;

namespace Mmva.Tasks.Tests;

/// <summary>ID3v2 tags, written by hand.</summary>
internal static class Id3Bytes
{
    public static byte[] Tag(int version, byte flags, byte[] body, byte[]? footer = null) =>
        [.. "ID3"u8, (byte)version, 0, flags, .. Synchsafe(body.Length), .. body, .. footer ?? []];

    public static byte[] Frame(int version, string id, string content, ushort flags = 0)
    {
        var bytes = Encoding.Latin1.GetBytes(content);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return version == 2 ? [.. Encoding.ASCII.GetBytes(id), .. length[1..], .. bytes]
            : [.. Encoding.ASCII.GetBytes(id), .. version == 4 ? Synchsafe(bytes.Length) : length, (byte)(flags >> 8), (byte)flags, .. bytes];
    }

    public static byte[] Synchsafe(int number) =>
        [(byte)(number >> 21 & 127), (byte)(number >> 14 & 127), (byte)(number >> 7 & 127), (byte)(number & 127)];
}
