namespace Mmva.Tasks;

/// <summary>
/// Creates the next snapshot. Levels grow by a factor of at least two (Bentley and Saxe, 1980), so each item is moved about log₂ n times in its
/// life.
/// </summary>
internal static class SnapshotWriter
{
    /// <summary>Adds the items of a draft.</summary>
    /// <param name="snapshot">The previous state.</param>
    /// <param name="draft">The new items.</param>
    /// <param name="replace">Whether existing items with the same ids are replaced; otherwise the draft is refused.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="EmotionIndexException">An id already exists or appears twice.</exception>
    public static Snapshot Add(Snapshot snapshot, SegmentDraft draft, bool replace, CancellationToken cancellationToken)
    {
        if (draft.Count == 0) return snapshot;
        var replaced = new RowsByLevel(snapshot);
        for (var i = 0; i < draft.Count; i++)
            if (replaced.Find(draft.Id(i), draft.Hashes[i]) && !replace) throw EmotionIndexException.Exists(draft.ReadId(i));
        return Merge(replaced.Remove(), draft, cancellationToken);
    }

    /// <summary>Removes items; unknown ids are ignored.</summary>
    public static (Snapshot Next, int Removed) Remove(Snapshot snapshot, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var removed = new RowsByLevel(snapshot);
        foreach (var id in ids)
            if (Record.TryGetUtf8(id, out var utf8)) removed.Find(utf8, IdTable.Hash(utf8));
        if (removed.Count == 0) return (snapshot, 0);
        using var draft = new SegmentDraft();
        return (Merge(removed.Remove(), draft, cancellationToken), removed.Count);
    }

    /// <summary>Merges all levels into one.</summary>
    public static Snapshot Compact(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Levels is [] or [{ Removed: null }]) return snapshot;
        using var draft = new SegmentDraft();
        return Merge(snapshot.Levels, 0, draft, cancellationToken);
    }

    private static Snapshot Merge(IReadOnlyList<Level> levels, SegmentDraft draft, CancellationToken cancellationToken)
    {
        var (first, merged) = (levels.Count, (long)draft.Count);
        for (var i = levels.Count - 1; i >= 0; i--)
        {
            // Too small compared with what follows it, or mostly removed: everything from here on becomes one level.
            var small = merged > 0 && levels[i].Count < 2 * merged;
            var hollow = levels[i].Count < levels[i].Segment.Layout.RowCount / 2;
            if (small || hollow) (first, merged) = (i, draft.Count + levels.Skip(i).Sum(level => (long)level.Count));
        }
        return Merge(levels, first, draft, cancellationToken);
    }

    private static Snapshot Merge(IReadOnlyList<Level> levels, int first, SegmentDraft draft, CancellationToken cancellationToken)
    {
        for (var i = first; i < levels.Count; i++) draft.Add(levels[i], cancellationToken);
        var kept = levels.Take(first).Where(level => level.Count > 0);
        return new(draft.Count == 0 ? [.. kept] : [.. kept, new Level(draft.Build(cancellationToken))]);
    }

    /// <summary>The rows to remove from each level.</summary>
    private sealed class RowsByLevel(Snapshot snapshot)
    {
        private readonly HashSet<int>[] _rows = [.. snapshot.Levels.Select(_ => new HashSet<int>())];

        public int Count => _rows.Sum(rows => rows.Count);

        public bool Find(ReadOnlySpan<byte> id, ulong hash)
        {
            var (level, row) = snapshot.Find(id, hash);
            return level >= 0 && (_rows[level].Add(row) || true);
        }

        public IReadOnlyList<Level> Remove() => [.. snapshot.Levels.Select((level, i) => level.Without(_rows[i]))];
    }
}
