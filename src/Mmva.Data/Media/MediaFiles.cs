using System.IO.Enumeration;
using Mmva.Data;

namespace Mmva;

/// <summary>Finds media files in folders, and distinguishes images from audio.</summary>
public static class MediaFiles
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

    /// <summary>Lists the media files of a folder and the folders below it, by their extensions.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="kind">Images or audio, or <see langword="null"/> for both.</param>
    /// <returns>Full paths in ordinal order. Unreadable folders are skipped, and so are links to folders, which could form a cycle.</returns>
    /// <exception cref="MediaException">There is no such folder, or it cannot be read.</exception>
    public static IReadOnlyList<string> Find(string folder, MediaKind? kind = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            _ = Directory.EnumerateFileSystemEntries(folder).Any(); // throws for a folder that cannot be read, which IgnoreInaccessible would hide
            var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
            var files = new FileSystemEnumerable<string>(Path.GetFullPath(folder), (ref entry) => entry.ToFullPath(), options)
            {
                ShouldIncludePredicate = (ref entry) =>
                    !entry.IsDirectory
                    && KindOfExtension(entry.FileName.ToString()) is var found
                    && found != MediaKind.Unknown
                    && found == (kind ?? found),
                ShouldRecursePredicate = (ref entry) => entry.ToFileSystemInfo().LinkTarget is null,
            };
            return [.. files.Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(folder, $"cannot be searched: {e.Message}", e);
        }
    }

    /// <summary>Returns the kind of a file by its first bytes, or by its extension if they are not recognized.</summary>
    /// <remarks>An image named <c>song.mp3</c> is an image. A file of a known kind may still be damaged: decoding detects that.</remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="MediaException">The file is missing, empty, a folder, or cannot be opened.</exception>
    public static MediaKind KindOf(string path)
    {
        Span<byte> head = stackalloc byte[MediaSignature.Length];
        using (var file = MediaFile.Open(path)) head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var kind = KindOf(head);
        return kind != MediaKind.Unknown ? kind : KindOfExtension(path);
    }

    /// <summary>Returns the kind of a file by its first bytes.</summary>
    /// <param name="head">The first 18 bytes or more.</param>
    public static MediaKind KindOf(ReadOnlySpan<byte> head) => MediaSignature.Find(head)?.Kind ?? MediaKind.Unknown;

    /// <summary>Returns the kind of a file by its extension, for searching folders.</summary>
    /// <param name="path">A path or a name.</param>
    public static MediaKind KindOfExtension(string path)
    {
        var extension = Path.GetExtension(path);
        return ImageExtensions.Contains(extension) ? MediaKind.Image : AudioExtensions.Contains(extension) ? MediaKind.Audio : MediaKind.Unknown;
    }
}
