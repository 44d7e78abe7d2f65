using ConsoleProgram;
using Mmva;
using Mmva.Data;

namespace IndexLibrary;

/// <summary>What has to be done to bring the index up to date with a folder.</summary>
/// <param name="ToIndex">Files that are new or have changed, or whose content the index has lost.</param>
/// <param name="Gone">Paths that were indexed and no longer exist.</param>
internal sealed record FolderChanges(IReadOnlyList<LibraryFile> ToIndex, IReadOnlyList<string> Gone, int Unchanged)
{
    /// <summary>Scans the folder, and forgets the failures of the last run.</summary>
    public static async Task<FolderChanges> FindAsync(Arguments arguments, LibraryStore store, RunReport report, CancellationToken cancellationToken)
    {
        var folder = arguments.Folder!;
        var scan = FolderScan.Of(folder, cancellationToken);
        foreach (var error in scan.Unreadable) report.Fail(error.Message);
        var known = await store.Catalogue.BelowAsync(folder, cancellationToken);
        if (scan.Files.Count == 0 && known.Count > 0 && !arguments.AllowEmpty)
            throw new MmvaException(
                $"{folder} holds no media files, but {known.Count} are indexed: is its disk mounted? "
                + "Nothing was removed; --allow-empty removes them.");
        var lost = await LostAsync(store, cancellationToken);
        bool IsDue(LibraryFile file) => !known.TryGetValue(file.Path, out var before) || before.File != file || lost.Contains(before.Id);
        List<LibraryFile> toIndex = [.. scan.Files.Where(IsDue)];
        var found = scan.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var changes = new FolderChanges(
            toIndex, [.. known.Keys.Where(path => !found.Contains(path) && !scan.MayHaveMissed(path))], scan.Files.Count - toIndex.Count);
        await store.Catalogue.WriteAsync(writer => writer.ForgetFailuresAsync(folder), cancellationToken);
        report.Expect(changes);
        return changes;
    }

    // somebody may have deleted the index and left the catalogue
    private static async Task<HashSet<string>> LostAsync(LibraryStore store, CancellationToken cancellationToken)
    {
        var ids = await store.Catalogue.IdsAsync(cancellationToken);
        var lost = new HashSet<string>();
        if (await store.Index.CountAsync(cancellationToken: cancellationToken) >= ids.Count) return lost;
        foreach (var id in ids)
            if (await store.Index.FindAsync(id, cancellationToken) is null) lost.Add(id);
        return lost;
    }
}

/// <summary>The media files below a folder, by extension, without names that begin with a dot and links to folders, which may be cyclic.</summary>
/// <param name="Unreadable">Folders and files that could not be examined: nothing is known of what is in them.</param>
internal sealed record FolderScan(IReadOnlyList<LibraryFile> Files, IReadOnlyList<MediaException> Unreadable)
{
    public static FolderScan Of(string folder, CancellationToken cancellationToken)
    {
        var files = new List<LibraryFile>();
        var unreadable = new List<MediaException>();
        var pending = new Stack<string>([folder]);
        while (pending.TryPop(out var current))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                foreach (var entry in new DirectoryInfo(current).EnumerateFileSystemInfos())
                {
                    if (entry.Name.StartsWith('.')) continue;
                    if (entry is DirectoryInfo { LinkTarget: null }) pending.Push(entry.FullName);
                    else if (entry is FileInfo && MediaFiles.KindOfExtension(entry.Name) != MediaKind.Unknown) Add(entry.FullName);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                unreadable.Add(new MediaException(current, $"cannot be searched: {e.Message}", e));
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

    /// <summary>Whether the scan could not have found an existing file.</summary>
    public bool MayHaveMissed(string path) =>
        Unreadable.Any(e => path == e.Name || path.StartsWith(e.Name + Path.DirectorySeparatorChar, StringComparison.Ordinal));
}
