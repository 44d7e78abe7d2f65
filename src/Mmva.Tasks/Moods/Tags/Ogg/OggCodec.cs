using System.Buffers.Binary;

namespace Mmva.Tasks;

/// <summary>How a codec puts comments into a packet.</summary>
/// <param name="Prefix">What stands before them.</param>
/// <param name="Headers">The number of packets before the audio, the first one apart, that may share pages with the comments.</param>
/// <param name="HasPadding">Whether zeros may follow, of any number.</param>
/// <param name="IsFlac">Whether the prefix is the header of a block, with the length of the comments.</param>
internal sealed record OggCodec(byte[] Prefix, int Headers, bool HasPadding = false, bool IsFlac = false)
{
    private const int FlacHeader = 4, CommentBlock = 4, LastFlag = 0x80, MaxBlock = (1 << 24) - 1;

    private static readonly OggCodec
        Vorbis = new([3, .. "vorbis"u8], 2), Opus = new([.. "OpusTags"u8], 1, HasPadding: true), Flac = new([], 1000, IsFlac: true);

    /// <summary>The codec by the first packet of a stream, or null for one without tags here.</summary>
    public static OggCodec? Of(ReadOnlySpan<byte> packet) => packet.StartsWith("\u0001vorbis"u8) ? Vorbis
        : packet.StartsWith("OpusHead"u8) ? Opus : packet.StartsWith("\u007fFLAC"u8) ? Flac : null;

    public bool IsComments(ReadOnlySpan<byte> packet) =>
        IsFlac ? packet.Length >= FlacHeader && (packet[0] & ~LastFlag) == CommentBlock : packet.StartsWith(Prefix);

    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> packet) => packet[(IsFlac ? FlacHeader : Prefix.Length)..];

    public byte[] Write(ReadOnlySpan<byte> packet, byte[] comments)
    {
        if (!IsFlac) return [.. Prefix, .. comments];
        var header = new byte[FlacHeader];
        BinaryPrimitives.WriteInt32BigEndian(header, Math.Min(comments.Length, MaxBlock));
        header[0] = packet[0];
        return [.. header, .. comments];
    }
}
