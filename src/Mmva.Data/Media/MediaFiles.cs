using System.IO.Enumeration;
using Mmva.Data;

namespace Mmva;

/// <summary>Finds media files in folders.</summary>
public static class MediaFiles
{
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
                    && MediaKinds.OfExtension(entry.FileName.ToString()) is var found
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
}
