using System.Text;

namespace Mmva.Tasks;

/// <summary>A frame of an ID3v2 tag.</summary>
/// <param name="Id">Three characters in version 2, four in 3 and 4.</param>
/// <param name="Start">Where its header is in the tag.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Field">The index of the mood tag that it holds, or -1.</param>
/// <param name="Values">The values of that tag.</param>
internal sealed record Id3Frame(string Id, int Start, int End, int Field, IReadOnlyList<string> Values)
{
    private const byte Latin1 = 0, Utf16 = 1, Utf16BigEndian = 2, Utf8 = 3;
    private const int ShortHeader = 6, LongHeader = 10;

    /// <summary>Reads the frames of a tag up to its padding.</summary>
    /// <param name="file">For errors.</param>
    /// <param name="tag">The tag without its header, unsynchronization of the whole undone.</param>
    /// <param name="start">Behind the extended header.</param>
    /// <param name="version">2, 3 or 4.</param>
    public static List<Id3Frame> ReadAll(TagFile file, ReadOnlySpan<byte> tag, int start, int version)
    {
        var frames = new List<Id3Frame>();
        var header = version == 2 ? ShortHeader : LongHeader;
        while (start + header <= tag.Length && tag[start] != 0)
        {
            var id = tag.Slice(start, version == 2 ? 3 : 4);
            var length = LengthOf(tag, start, version);
            if (!IsId(id) || length < 0 || length > tag.Length - start - header)
                throw file.Bad($"has a damaged ID3v2 tag: there is no frame at its byte {start:N0}.");
            var end = start + header + length;
            frames.Add(Read(Encoding.ASCII.GetString(id), tag, start, header, end, version));
            start = end;
        }
        if (start < tag.Length && tag[start..].ContainsAnyExcept((byte)0)) throw file.Bad("has a damaged ID3v2 tag: its padding is not empty.");
        return frames;
    }

    /// <summary>Writes the values of a mood tag as frames.</summary>
    /// <param name="field">The index of the mood tag.</param>
    /// <param name="values">Its values.</param>
    /// <param name="version">2, 3 or 4.</param>
    /// <param name="flags">The flags of the frames' format, in version 4.</param>
    public static byte[] Write(int field, IReadOnlyList<string> values, int version, byte flags)
    {
        if (values.Count == 0) return [];
        var text = string.Join('\0', values);
        var isMood = field == 0 && version > 2; // version 2 has no frame for moods
        if (!isMood) text = $"{MoodTags.Names[field]}\0{text}";
        byte[] content = version == 4 ? [Utf8, .. Encoding.UTF8.GetBytes(text)]
            : Ascii.IsValid(text) ? [Latin1, .. Encoding.ASCII.GetBytes(text)]
            : [Utf16, .. Encoding.Unicode.GetBytes('\uFEFF' + text.Replace("\0", "\0\uFEFF", StringComparison.Ordinal))];
        // below 128 bytes both ways to write a length are the same
        var length = version == 4 ? Id3Tag.Synchsafe(content.Length)
            : [(byte)(content.Length >> 24), (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length];
        return version == 2 ? [.. "TXX"u8, .. length[1..], .. content] : [.. isMood ? "TMOO"u8 : "TXXX"u8, .. length, 0, flags, .. content];
    }

    private static Id3Frame Read(string id, ReadOnlySpan<byte> tag, int start, int header, int end, int version)
    {
        if (id is not ("TMOO" or "TXXX" or "TXX") || Content(tag, start, header, end, version) is not { Length: > 0 } content)
            return new(id, start, end, -1, []);
        var texts = Texts(content);
        if (id == "TMOO") return new(id, start, end, 0, texts);
        var field = Array.FindIndex(MoodTags.Names, name => name.Equals(texts[0], StringComparison.OrdinalIgnoreCase));
        return new(id, start, end, field, texts[1..]);
    }

    // what the flags of the frame say undone, or null if it is compressed or encrypted
    private static byte[]? Content(ReadOnlySpan<byte> tag, int start, int header, int end, int version)
    {
        var flags = version == 2 ? 0 : tag[start + 9];
        var content = tag[(start + header)..end];
        var (isPacked, before) = version == 4
            ? ((flags & 0x0C) != 0, ((flags & 0x40) != 0 ? 1 : 0) + ((flags & 0x01) != 0 ? 4 : 0))
            : ((flags & 0xC0) != 0, (flags & 0x20) != 0 ? 1 : 0);
        if (isPacked || content.Length < before) return null;
        return version == 4 && (flags & 0x02) != 0 ? Id3Tag.Synchronized(content[before..]) : content[before..].ToArray();
    }

    private static string[] Texts(byte[] content)
    {
        var bytes = content.AsSpan(1);
        var text = content[0] switch
        {
            Latin1 => Encoding.Latin1.GetString(bytes),
            Utf16 when bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) => Encoding.BigEndianUnicode.GetString(bytes),
            Utf16 => Encoding.Unicode.GetString(bytes),
            Utf16BigEndian => Encoding.BigEndianUnicode.GetString(bytes),
            _ => Encoding.UTF8.GetString(bytes),
        };
        return [.. text.TrimEnd('\0').Split('\0').Select(part => part.TrimStart('\uFEFF'))];
    }

    // some programs write lengths of version 4 as those of version 3: what follows says which they are
    private static int LengthOf(ReadOnlySpan<byte> tag, int start, int version)
    {
        var bytes = tag[start..];
        if (version == 2) return bytes[3] << 16 | bytes[4] << 8 | bytes[5];
        var plain = bytes[4] << 24 | bytes[5] << 16 | bytes[6] << 8 | bytes[7];
        if (version == 3) return plain;
        var length = Id3Tag.Synchsafe(bytes[4..8]);
        return length != plain && (length < 0 || !Follows(tag, start + LongHeader + (long)length)) && plain >= 0
            && Follows(tag, start + LongHeader + (long)plain) ? plain : length;
    }

    private static bool Follows(ReadOnlySpan<byte> tag, long at) =>
        at == tag.Length || (at < tag.Length && (tag[(int)at] == 0 || (at + LongHeader <= tag.Length && IsId(tag.Slice((int)at, 4)))));

    // some programs end names of version 2 with a NUL in version 3
    private static bool IsId(ReadOnlySpan<byte> id) => !(id[^1] == 0 ? id[..^1] : id).ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "u8);
}
