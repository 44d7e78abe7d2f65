using ConsoleProgram;
using Mmva;

namespace IndexLibrary;

/// <summary>What has to be done to bring the index up to date with a folder.</summary>
/// <param name="Known">What was indexed, by path, with the ids of the contents.</param>
/// <param name="ToIndex">Files that are new or have changed, or whose content the index has lost.</param>
/// <param name="Gone">Paths that were indexed and no longer exist.</param>
internal sealed record FolderChanges(
    FolderScan Scan, Dictionary<string, (LibraryFile File, string Id)> Known, IReadOnlyList<LibraryFile> ToIndex, IReadOnlyList<string> Gone)
{
    public int Unchanged => Scan.Files.Count - ToIndex.Count;

    /// <summary>Scans the folder, and forgets the failures of the last run.</summary>
    public static async Task<FolderChanges> FindAsync(Arguments arguments, LibraryStore store, CancellationToken cancellationToken)
    {
        var folder = arguments.Folder!;
        var exists = Directory.Exists(folder); // with --remove it need not
        var scan = exists ? FolderScan.Of(folder, cancellationToken) : FolderScan.Empty;
        var known = await store.Catalogue.BelowAsync(folder, cancellationToken);
        if (!exists && known.Count == 0) throw new MmvaException($"{folder}: there is no such folder, and nothing of it is indexed.");
        var lost = await LostAsync(store, cancellationToken);
        await store.Catalogue.WriteAsync(async writer =>
        {
            await writer.BeginAsync(folder, arguments.Rehash);
            foreach (var failure in scan.Failures) await writer.FailAsync(failure.Name, failure.Message);
        }, cancellationToken);
        if (arguments.Rehash)
            foreach (var path in known.Keys) known[path] = (known[path].File with { Modified = FileCatalogue.Due }, known[path].Id);
        bool IsDue(LibraryFile file) => !known.TryGetValue(file.Path, out var before) || before.File != file || lost.Contains(before.Id);
        var found = scan.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var gone = known.Keys.Where(path => !found.Contains(path) && !scan.MayHaveMissed(path));
        return new(scan, known, [.. scan.Files.Where(IsDue)], [.. gone.Order(StringComparer.Ordinal)]);
    }

    // somebody may have deleted the index and left the catalogue
    private static async Task<HashSet<string>> LostAsync(LibraryStore store, CancellationToken cancellationToken)
    {
        var ids = await store.Catalogue.IdsAsync(cancellationToken);
        var lost = new HashSet<string>();
        if (await store.Index.CountAsync(cancellationToken: cancellationToken) >= ids.Count) return lost;
        foreach (var id in ids)
            if (await store.FindAsync(id, cancellationToken) is null) lost.Add(id);
        return lost;
    }
}
