namespace Mmva.Tasks;

/// <summary>An ID3v2 tag at the start of a file.</summary>
/// <param name="Version">2, 3 or 4.</param>
/// <param name="Flags">Those of the header.</param>
/// <param name="Length">The number of bytes between header and footer.</param>
internal sealed record Id3Tag(int Version, byte Flags, int Length)
{
    public const int HeaderLength = 10;

    public const byte UnsynchronizedFlag = 0x80, ExtendedFlag = 0x40, FooterFlag = 0x10;

    public bool HasFooter => Version == 4 && (Flags & FooterFlag) != 0;

    /// <summary>Where the tag ends in the file.</summary>
    public int End => HeaderLength + Length + (HasFooter ? HeaderLength : 0);

    /// <summary>Whether the tag as a whole has bytes put in that keep it from looking like audio; in version 4 single frames do.</summary>
    public bool IsUnsynchronized => Version < 4 && (Flags & UnsynchronizedFlag) != 0;

    /// <summary>Reads the header, or returns null if the file does not start with a tag.</summary>
    public static Id3Tag? Read(TagFile file) => Read(file, 0);

    /// <summary>Where the audio starts: some programs put a tag before that of another one, which players pass over.</summary>
    public static long EndOfAll(TagFile file)
    {
        var end = 0L;
        while (Read(file, end) is { } tag) end += tag.End;
        return end;
    }

    private static Id3Tag? Read(TagFile file, long start)
    {
        var header = file.ReadUpTo(start, HeaderLength);
        if (!header.AsSpan().StartsWith("ID3"u8)) return null;
        if (header.Length < HeaderLength) throw file.Truncated();
        var length = Synchsafe(header.AsSpan(6));
        if (header[3] is < 2 or > 4 || length < 0) throw file.Bad("has a damaged ID3v2 tag, or one of an unknown version.");
        var tag = new Id3Tag(header[3], header[5], length);
        return start + tag.End <= file.Length ? tag : throw file.Truncated(" within its ID3v2 tag");
    }

    /// <summary>A number in four bytes of seven bits, or -1 if one of them has more.</summary>
    public static int Synchsafe(ReadOnlySpan<byte> bytes) =>
        ((bytes[0] | bytes[1] | bytes[2] | bytes[3]) & 0x80) != 0 ? -1 : bytes[0] << 21 | bytes[1] << 14 | bytes[2] << 7 | bytes[3];

    public static byte[] Synchsafe(int number) =>
        [(byte)(number >> 21 & 0x7F), (byte)(number >> 14 & 0x7F), (byte)(number >> 7 & 0x7F), (byte)(number & 0x7F)];

    /// <summary>Removes the zeros that were put behind bytes of all ones.</summary>
    public static byte[] Synchronized(ReadOnlySpan<byte> bytes)
    {
        var plain = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
            if (i == 0 || bytes[i] != 0 || bytes[i - 1] != 0xFF) plain.Add(bytes[i]);
        return [.. plain];
    }

    /// <summary>Puts zeros behind bytes of all ones where a decoder would take them for audio.</summary>
    public static byte[] Unsynchronized(ReadOnlySpan<byte> bytes)
    {
        var marked = new List<byte>(bytes.Length + 16);
        for (var i = 0; i < bytes.Length; i++)
        {
            marked.Add(bytes[i]);
            if (bytes[i] == 0xFF && (i + 1 == bytes.Length || bytes[i + 1] is 0 or >= 0xE0)) marked.Add(0);
        }
        return [.. marked];
    }
}
