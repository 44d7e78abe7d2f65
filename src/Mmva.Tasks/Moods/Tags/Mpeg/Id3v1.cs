namespace Mmva.Tasks;

/// <summary>The tag of 128 bytes at the end of a file, which programs read only where there is no ID3v2 tag.</summary>
internal static class Id3v1
{
    private const int Length = 128, TrackMarkAt = 125, TrackAt = 126, GenreAt = 127, NoGenre = 255;

    /// <summary>Returns its fields as frames of version 2.4, without which a new tag would hide them. The bytes of texts stay.</summary>
    public static byte[] ToFrames(TagFile file)
    {
        if (file.Length < Length) return [];
        var tag = file.Read(file.Length - Length, Length);
        if (!tag.AsSpan().StartsWith("TAG"u8)) return [];
        var hasTrack = tag[TrackMarkAt] == 0 && tag[TrackAt] != 0;
        return
        [
            .. Frame("TIT2"u8, [], Text(tag.AsSpan(3, 30))), .. Frame("TPE1"u8, [], Text(tag.AsSpan(33, 30))),
            .. Frame("TALB"u8, [], Text(tag.AsSpan(63, 30))), .. Frame("TDRC"u8, [], Text(tag.AsSpan(93, 4))),
            .. Frame("COMM"u8, "XXX\0"u8, Text(tag.AsSpan(97, hasTrack ? 28 : 30))),
            .. Frame("TRCK"u8, [], Number(hasTrack ? tag[TrackAt] : null)),
            .. Frame("TCON"u8, [], Number(tag[GenreAt] == NoGenre ? null : tag[GenreAt])),
        ];
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return (end < 0 ? field : field[..end]).TrimEnd((byte)' ');
    }

    private static byte[] Number(byte? number) => number is { } value ? System.Text.Encoding.ASCII.GetBytes($"{value}") : [];

    // the 0 means Latin-1, as in the old tag
    private static byte[] Frame(ReadOnlySpan<byte> id, ReadOnlySpan<byte> before, ReadOnlySpan<byte> text) =>
        text.IsEmpty ? [] : [.. id, .. Id3Tag.Synchsafe(1 + before.Length + text.Length), 0, 0, 0, .. before, .. text];
}
