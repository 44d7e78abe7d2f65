namespace Mmva.Data;

/// <summary>Tells pictures from sound.</summary>
public static class MediaKinds
{
    private static readonly HashSet<string> ImageExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp",
    };

    private static readonly HashSet<string> AudioExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".wav", ".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".wma", ".aif", ".aiff", ".au", ".ac3", ".ape", ".wv", ".mka", ".caf", ".amr",
        ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".3gp",
    };

    /// <summary>Tells by a file's first bytes what it holds; where they say nothing, by its extension.</summary>
    /// <remarks>A picture named <c>song.mp3</c> is a picture. That a file is of a kind does not mean that it is sound: decoding finds damage.</remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="MediaException">The file is missing, empty, a folder, or cannot be opened.</exception>
    public static MediaKind Of(string path)
    {
        Span<byte> head = stackalloc byte[MediaSignature.Length];
        using (var file = MediaFile.Open(path)) head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var kind = Of(head);
        return kind != MediaKind.Unknown ? kind : OfExtension(path);
    }

    /// <summary>Tells by the first bytes of a file what it holds.</summary>
    /// <param name="head">The first 18 bytes or more.</param>
    public static MediaKind Of(ReadOnlySpan<byte> head) => MediaSignature.Find(head)?.Kind ?? MediaKind.Unknown;

    /// <summary>Tells by a name's extension what the file should hold: for looking through folders.</summary>
    /// <param name="path">A path or a name.</param>
    public static MediaKind OfExtension(string path)
    {
        var extension = Path.GetExtension(path);
        return ImageExtensions.Contains(extension) ? MediaKind.Image : AudioExtensions.Contains(extension) ? MediaKind.Audio : MediaKind.Unknown;
    }
}
