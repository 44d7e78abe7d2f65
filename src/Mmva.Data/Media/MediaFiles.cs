using System.IO.Enumeration;
using Mmva.Data;

namespace Mmva;

/// <summary>Finds media files in folders, and distinguishes images from audio.</summary>
public static class MediaFiles
{
    /// <summary>Lists the media files of a folder and the folders below it, by their extensions.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="kind">Images or audio, or <see langword="null"/> for both.</param>
    /// <returns>
    /// Full paths in ordinal order. Unreadable folders are skipped, and so are links to folders, which could form a cycle. A folder whose name is
    /// not valid UTF-8 cannot be opened; it is listed itself, so that decoding reports it.
    /// </returns>
    /// <exception cref="MediaException">There is no such folder, or it cannot be read.</exception>
    public static IReadOnlyList<string> Find(string folder, MediaKind? kind = null) => Find(folder, kind, out _);

    /// <summary>Lists the media files of a folder and the folders below it, and the files that are passed over.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="kind">Images or audio, or <see langword="null"/> for both.</param>
    /// <param name="passedOver">
    /// The files whose extensions are neither those of images nor of audio, in ordinal order; <see cref="DescribePassedOver"/> sums them up.
    /// </param>
    /// <inheritdoc cref="Find(string, MediaKind?)" path="//returns|//exception"/>
    public static IReadOnlyList<string> Find(string folder, MediaKind? kind, out IReadOnlyList<string> passedOver)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            _ = Directory.EnumerateFileSystemEntries(folder).Any(); // throws for a folder that cannot be read, which IgnoreInaccessible would hide
            var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
            var unopened = new List<string>();
            var files = new FileSystemEnumerable<string>(Path.GetFullPath(folder), (ref entry) => entry.ToFullPath(), options)
            {
                ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
                ShouldRecursePredicate = (ref entry) =>
                {
                    var isOpened = !entry.FileName.Contains('\uFFFD') || Directory.Exists(entry.ToFullPath());
                    if (!isOpened) unopened.Add(entry.ToFullPath());
                    return isOpened && entry.ToFileSystemInfo().LinkTarget is null;
                },
            };
            var kinds = files.Order(StringComparer.Ordinal).ToLookup(KindOfExtension);
            passedOver = [.. kinds[MediaKind.Unknown]];
            var found = kind is { } one ? kinds[one] : kinds[MediaKind.Image].Concat(kinds[MediaKind.Audio]);
            return [.. found.Concat(unopened).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(folder, $"cannot be searched: {e.Message}", e);
        }
    }

    /// <summary>Sums up files that a search passed over, such as <c>5 files passed over: 3 .txt, 1 .pdf, 1 without extension</c>.</summary>
    /// <param name="paths">The files.</param>
    /// <returns>One line, the most frequent extensions first, or an empty text for no files.</returns>
    public static string DescribePassedOver(IReadOnlyCollection<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) return "";
        var counts = paths.GroupBy(path => Path.GetExtension(path).ToLowerInvariant(), StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => FormattableString.Invariant($"{group.Count()} {(group.Key.Length > 1 ? group.Key : "without extension")}"));
        return FormattableString.Invariant($"{paths.Count} {(paths.Count == 1 ? "file" : "files")} passed over: {string.Join(", ", counts)}");
    }

    /// <summary>Returns the kind of a file by its first bytes, or by its extension if they are not recognized.</summary>
    /// <remarks>An image named <c>song.mp3</c> is an image. A file of a known kind may still be damaged: decoding detects that.</remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="MediaException">The file is missing, empty, a folder, or cannot be opened.</exception>
    public static MediaKind KindOf(string path)
    {
        var kind = ContentOf(path);
        return kind != MediaKind.Unknown ? kind : KindOfExtension(path);
    }

    /// <summary>Returns the kind of a file by its first bytes only.</summary>
    internal static MediaKind ContentOf(string path)
    {
        Span<byte> head = stackalloc byte[MediaSignature.Length];
        using var file = MediaFile.Open(path);
        return KindOf(head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
    }

    /// <summary>Returns the kind of a file by its first bytes.</summary>
    /// <param name="head">The first 512 bytes or more, or the whole file.</param>
    public static MediaKind KindOf(ReadOnlySpan<byte> head) => MediaSignature.Find(head)?.Kind ?? MediaKind.Unknown;

    /// <summary>Returns the kind of a file by its extension, for searching folders.</summary>
    /// <param name="path">A path or a name.</param>
    public static MediaKind KindOfExtension(string path) => MediaFormats.KindOfExtension(Path.GetExtension(path));
}
