namespace Mmva.Data;

/// <summary>A format recognized by the first bytes of a file.</summary>
/// <param name="Format">Its name, for messages.</param>
/// <param name="Kind">The kind of such files.</param>
/// <param name="IsReadable">For images, whether the decoder supports it.</param>
internal sealed record MediaSignature(string Format, MediaKind Kind, bool IsReadable = false)
{
    /// <summary>The number of bytes that are examined.</summary>
    public const int Length = 18;

    public static MediaSignature? Find(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8) || head.StartsWith("FORM"u8)) return InContainer(Slice(head, 8, 4));
        if (Slice(head, 4, 4).SequenceEqual("ftyp"u8)) return IsoMedia(Slice(head, 8, 4));
        return Image(head) ?? Audio(head);
    }

    private static MediaSignature? Image(ReadOnlySpan<byte> head) =>
        head is [0xFF, 0xD8, 0xFF, ..] ? new("JPEG", MediaKind.Image, IsReadable: true)
        : head is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] ? new("PNG", MediaKind.Image, IsReadable: true)
        : head.StartsWith("GIF8"u8) ? new("GIF", MediaKind.Image, IsReadable: true)
        : head.StartsWith("BM"u8) && Slice(head, 14, 4) is [12 or 16 or 40 or 52 or 56 or 64 or 108 or 124, 0, 0, 0]
            ? new("BMP", MediaKind.Image, IsReadable: true)
        : head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) ? new("TIFF", MediaKind.Image)
        : null;

    private static MediaSignature? Audio(ReadOnlySpan<byte> head) =>
        head.StartsWith("ID3"u8) || MpegFrame(head) ? new("MP3 or AAC", MediaKind.Audio)
        : head.StartsWith("fLaC"u8) ? new("FLAC", MediaKind.Audio)
        : head.StartsWith("OggS"u8) ? new("Ogg", MediaKind.Audio)
        : head is [0x1A, 0x45, 0xDF, 0xA3, ..] ? new("Matroska or WebM", MediaKind.Audio)
        : head is [0x30, 0x26, 0xB2, 0x75, ..] ? new("Windows Media", MediaKind.Audio)
        : head.StartsWith(".snd"u8) || head.StartsWith("MAC "u8) || head.StartsWith("wvpk"u8) || head.StartsWith("caff"u8)
            || head.StartsWith("#!AMR"u8) ? new("audio", MediaKind.Audio)
        : head is [0, 0, 1, 0xBA, ..] ? new("MPEG", MediaKind.Audio)
        : null;

    private static MediaSignature? InContainer(ReadOnlySpan<byte> form) =>
        form.SequenceEqual("WEBP"u8) ? new("WebP", MediaKind.Image, IsReadable: true)
        : form.SequenceEqual("WAVE"u8) ? new("WAV", MediaKind.Audio)
        : form.SequenceEqual("AIFF"u8) || form.SequenceEqual("AIFC"u8) ? new("AIFF", MediaKind.Audio)
        : form.SequenceEqual("AVI "u8) ? new("AVI", MediaKind.Audio)
        : null;

    private static MediaSignature IsoMedia(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) ? new("AVIF", MediaKind.Image)
        : brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("mif1"u8) ? new("HEIC", MediaKind.Image)
        : new("MP4", MediaKind.Audio);

    // eleven set bits, a valid version and bit rate; FF FE and FF FF are in practice not frames, but the mark of UTF-16 text and padding
    private static bool MpegFrame(ReadOnlySpan<byte> head) => head is [0xFF, >= 0xE0 and < 0xFE, < 0xF0, _, ..] && (head[1] & 0x18) != 0x08;

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> head, int start, int length) =>
        head.Length >= start + length ? head.Slice(start, length) : default;
}
