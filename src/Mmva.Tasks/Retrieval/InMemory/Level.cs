namespace Mmva.Tasks;

/// <summary>A segment without the rows removed since it was created. Immutable.</summary>
internal sealed class Level
{
    private readonly int[] _counts;

    public Level(Segment segment) : this(segment, null, [segment.Layout.CountOf(0), segment.Layout.CountOf(1), segment.Layout.CountOf(2)]) { }

    private Level(Segment segment, RemovedRows? removed, int[] counts)
    {
        Segment = segment;
        Removed = removed;
        _counts = counts;
    }

    public Segment Segment { get; }

    public RemovedRows? Removed { get; }

    /// <summary>The number of remaining rows.</summary>
    public int Count => Segment.Layout.RowCount - (Removed?.Count ?? 0);

    public int CountOf(int modality) => _counts[modality];

    /// <summary>The remaining rows of one modality, or of all for <see langword="null"/>.</summary>
    public IEnumerable<int> Rows(int? modality)
    {
        var (first, end) = modality is { } m ? (Segment.Layout.FirstRow(m), Segment.Layout.FirstRow(m + 1)) : (0, Segment.Layout.RowCount);
        for (var row = first; row < end; row++)
            if (Removed?.Contains(row) != true) yield return row;
    }

    /// <summary>The remaining rows in a region, of one modality, or of all for <see langword="null"/>.</summary>
    public IEnumerable<int> Rows(EmotionRegion region, int? modality)
    {
        var found = new List<int>();
        for (var m = modality ?? 0; m <= (modality ?? SegmentLayout.ModalityCount - 1); m++)
        {
            var search = new RegionSearch(Segment.Tree(m), region);
            while (search.ReadLeaf(found))
            {
                foreach (var position in found)
                {
                    var row = Segment.Layout.FirstRow(m) + position;
                    if (Removed?.Contains(row) != true) yield return row;
                }
                found.Clear();
            }
        }
        GC.KeepAlive(Segment);
    }

    /// <summary>The row with an id, or −1.</summary>
    public int Find(ReadOnlySpan<byte> id, ulong hash) =>
        Segment.Find(id, hash) is var row and >= 0 && Removed?.Contains(row) != true ? row : -1;

    public Level Without(IReadOnlyCollection<int> rows)
    {
        if (rows.Count == 0) return this;
        var counts = _counts.ToArray();
        foreach (var row in rows) counts[Segment.ModalityOf(row)]--;
        return new(Segment, RemovedRows.With(Removed, Segment.Layout.RowCount, rows), counts);
    }
}
