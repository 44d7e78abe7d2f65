using Mmva;
using Mmva.Data;

namespace IndexLibrary.Files;

/// <summary>The media files below a folder, told by their extensions. What begins with a dot is left out, and so are links to folders, which could lead in a circle.</summary>
/// <param name="Files">In the order of their paths.</param>
/// <param name="Unreadable">Folders and files that could not be looked at: nothing is known of what is in them.</param>
internal sealed record FolderScan(IReadOnlyList<LibraryFile> Files, IReadOnlyList<MediaException> Unreadable)
{
    public static FolderScan Of(string folder, CancellationToken cancellationToken)
    {
        var (files, unreadable, pending) = (new List<LibraryFile>(), new List<MediaException>(), new Stack<string>([folder]));
        while (pending.TryPop(out var current))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                foreach (var entry in new DirectoryInfo(current).EnumerateFileSystemInfos())
                {
                    if (entry.Name.StartsWith('.')) continue;
                    if (entry is DirectoryInfo { LinkTarget: null }) pending.Push(entry.FullName);
                    else if (entry is FileInfo && MediaKinds.OfExtension(entry.Name) != MediaKind.Unknown) Add(entry.FullName);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                unreadable.Add(new MediaException(current, $"cannot be looked through: {e.Message}", e));
            }
        }
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return new(files, unreadable);

        void Add(string path)
        {
            try
            {
                files.Add(LibraryFile.Of(path));
            }
            catch (MediaException e)
            {
                unreadable.Add(e);
            }
        }
    }

    /// <summary>Whether the scan could not have seen a file that is there.</summary>
    public bool MayHaveMissed(string path) => Unreadable.Any(e => path == e.Name || path.StartsWith(e.Name + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal));
}
