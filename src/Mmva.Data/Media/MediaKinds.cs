namespace Mmva.Data;

/// <summary>Distinguishes images from audio.</summary>
public static class MediaKinds
{
    private static readonly HashSet<string> ImageExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".bmp",
    };

    private static readonly HashSet<string> AudioExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".wav", ".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".wma", ".aif", ".aiff", ".au", ".ac3", ".ape", ".wv", ".mka", ".caf",
        ".amr", ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".3gp",
    };

    /// <summary>Returns the kind of a file by its first bytes, or by its extension if they are not recognized.</summary>
    /// <remarks>An image named <c>song.mp3</c> is an image. A file of a known kind may still be damaged: decoding detects that.</remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="MediaException">The file is missing, empty, a folder, or cannot be opened.</exception>
    public static MediaKind Of(string path)
    {
        Span<byte> head = stackalloc byte[MediaSignature.Length];
        using (var file = MediaFile.Open(path)) head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var kind = Of(head);
        return kind != MediaKind.Unknown ? kind : OfExtension(path);
    }

    /// <summary>Returns the kind of a file by its first bytes.</summary>
    /// <param name="head">The first 18 bytes or more.</param>
    public static MediaKind Of(ReadOnlySpan<byte> head) => MediaSignature.Find(head)?.Kind ?? MediaKind.Unknown;

    /// <summary>Returns the kind of a file by its extension, for searching folders.</summary>
    /// <param name="path">A path or a name.</param>
    public static MediaKind OfExtension(string path)
    {
        var extension = Path.GetExtension(path);
        return ImageExtensions.Contains(extension) ? MediaKind.Image : AudioExtensions.Contains(extension) ? MediaKind.Audio : MediaKind.Unknown;
    }
}
