using IndexLibrary.Stores;
using Mmva;

namespace IndexLibrary.Files;

/// <summary>What has to be done to bring the index up to date with a folder.</summary>
/// <param name="ToIndex">Files that are new or have changed, or whose content the index has lost.</param>
/// <param name="Gone">Paths that were indexed and are no more.</param>
/// <param name="Unchanged">How many files need nothing.</param>
internal sealed record FolderChanges(IReadOnlyList<LibraryFile> ToIndex, IReadOnlyList<string> Gone, int Unchanged)
{
    /// <exception cref="MmvaException">The folder is empty, but was not.</exception>
    public static async Task<FolderChanges> FindAsync(string folder, FolderScan scan, LibraryStore store, bool allowEmpty, CancellationToken cancellationToken)
    {
        var known = await store.Catalogue.BelowAsync(folder, cancellationToken);
        if (scan.Files.Count == 0 && known.Count > 0 && !allowEmpty)
            throw new MmvaException($"{folder} holds no media files, but {known.Count} are indexed: is its disk mounted? Nothing was removed; --allow-empty removes them.");
        var lost = await LostAsync(store, cancellationToken);
        List<LibraryFile> toIndex = [.. scan.Files.Where(file => !known.TryGetValue(file.Path, out var before) || before.File != file || lost.Contains(before.Id))];
        var there = scan.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return new(toIndex, [.. known.Keys.Where(path => !there.Contains(path) && !scan.MayHaveMissed(path))], scan.Files.Count - toIndex.Count);
    }

    // somebody may have deleted the index and left the catalogue
    private static async Task<HashSet<string>> LostAsync(LibraryStore store, CancellationToken cancellationToken)
    {
        var ids = await store.Catalogue.IdsAsync(cancellationToken);
        if (await store.Index.CountAsync(cancellationToken: cancellationToken) >= ids.Count) return [];
        var lost = new HashSet<string>();
        foreach (var id in ids)
            if (await store.Index.FindAsync(id, cancellationToken) is null) lost.Add(id);
        return lost;
    }
}
