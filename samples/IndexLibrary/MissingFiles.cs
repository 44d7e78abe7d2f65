namespace IndexLibrary;

/// <summary>Files that were indexed and are no longer found. An unmounted disk looks like an empty folder: its files stay in the index.</summary>
/// <param name="Removed">How many left the index.</param>
/// <param name="Kept">How many stay, because too many are missing.</param>
/// <param name="Reasons">Why they stay.</param>
internal sealed record MissingFiles(int Removed, int Kept, IReadOnlyList<string> Reasons)
{
    private const int LargestShare = 3; // a third
    private const int MostReasons = 10;
    private const string Advice = "is its disk mounted? They stay in the index; --remove removes them.";

    /// <summary>Removes them at the end of a run, so that a moved file is recognized by its content and not encoded again.</summary>
    public static async Task<MissingFiles> RemoveAsync(
        Arguments arguments, LibraryStore store, FolderChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Gone.Count == 0) return new(0, 0, []);
        var now = await store.Catalogue.BelowAsync(arguments.Folder!, cancellationToken);
        var (removable, kept, reasons) = arguments.Remove
            ? (changes.Gone, 0, []) : Decide(arguments.Folder!, changes, now.ToDictionary(file => file.Key, file => file.Value.Id));
        // it may have come back in the meantime
        List<string> gone = [.. removable.Where(path => now.ContainsKey(path) && !File.Exists(path))];
        await new Recorder(store).RemoveAsync(gone, cancellationToken);
        return new(gone.Count, kept, reasons);
    }

    /// <param name="ids">The contents of the files that are indexed now.</param>
    internal static (IReadOnlyList<string> Removable, int Kept, IReadOnlyList<string> Reasons) Decide(
        string folder, FolderChanges changes, Dictionary<string, string> ids)
    {
        var (moved, lost) = (new List<string>(), new List<string>());
        // a copy that was there before does not show that a file was moved
        var arrived = ids.Where(file => !changes.Known.ContainsKey(file.Key)).CountBy(file => file.Value).ToDictionary();
        foreach (var path in changes.Gone)
        {
            var id = changes.Known[path].Id;
            var isMoved = arrived.GetValueOrDefault(id) > 0;
            if (isMoved) arrived[id]--;
            (isMoved ? moved : lost).Add(path);
        }

        var scan = changes.Scan;
        var occupied = new HashSet<string>();
        foreach (var path in scan.Files.Select(file => file.Path).Concat(scan.Failures.Concat(scan.Unsearched).Select(e => e.Name)))
            foreach (var above in FoldersOf(path, folder))
                if (!occupied.Add(above)) break;
        // the largest folder without a file, of which a file is lost; null for a file whose folder still has others
        string? EmptiedOf(string path) => FoldersOf(path, folder).TakeWhile(above => !occupied.Contains(above)).LastOrDefault();
        var emptied = lost.Select(EmptiedOf).OfType<string>().CountBy(above => above, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        List<string> others = [.. lost.Where(path => EmptiedOf(path) is null)];
        var inOthers = changes.Known.Count - changes.Gone.Count(path => EmptiedOf(path) is { } above && emptied.ContainsKey(above));
        var areTooMany = LargestShare * others.Count > inOthers;

        var reasons = new List<string>();
        foreach (var (above, count) in emptied.OrderBy(e => e.Key, StringComparer.Ordinal).Take(MostReasons))
            reasons.Add($"{above} {(Directory.Exists(above) ? "holds no media files" : "is gone")}, but {count} are indexed: {Advice}");
        if (emptied.Count > MostReasons)
            reasons.Add($"{emptied.Count - MostReasons} more folders hold no media files, but files of them are indexed: {Advice}");
        if (areTooMany) reasons.Add($"{folder}: {others.Count} of {inOthers} indexed files are missing, more than a third: {Advice}");
        return areTooMany ? (moved, lost.Count, reasons) : ([.. moved, .. others], lost.Count - others.Count, reasons);
    }

    private static IEnumerable<string> FoldersOf(string path, string root)
    {
        for (var above = Path.GetDirectoryName(path); above?.Length >= root.Length; above = Path.GetDirectoryName(above)) yield return above;
    }
}
