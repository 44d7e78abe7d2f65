namespace Mmva.Tasks;

/// <summary>The state of the index at one moment: levels, largest first. Immutable, so readers need no lock.</summary>
internal sealed class Snapshot(IReadOnlyList<Level> levels)
{
    public static readonly Snapshot Empty = new([]);

    public IReadOnlyList<Level> Levels => levels;

    /// <summary>The number of items.</summary>
    /// <param name="modality">The modality to count, or <see langword="null"/> for all.</param>
    public long Count(int? modality) => levels.Sum(level => modality is { } m ? (long)level.CountOf(m) : level.Count);

    /// <summary>The level and row of an id, or (−1, −1).</summary>
    public (int Level, int Row) Find(ReadOnlySpan<byte> id, ulong hash)
    {
        for (var i = 0; i < levels.Count; i++)
            if (levels[i].Find(id, hash) is var row and >= 0) return (i, row);
        return (-1, -1);
    }

    /// <summary>Searches the trees of all levels; the tree number of a candidate is level · 3 + modality.</summary>
    public void Search(ValenceArousal point, int? modality, ref NearestSet nearest, CancellationToken cancellationToken)
    {
        for (var i = 0; i < levels.Count; i++)
        {
            var level = levels[i];
            for (var m = modality ?? 0; m <= (modality ?? SegmentLayout.ModalityCount - 1); m++)
            {
                level.Segment.Tree(m).Search(
                    point.Valence, point.Arousal, i * SegmentLayout.ModalityCount + m, level.Removed, level.Segment.Layout.FirstRow(m), ref nearest,
                    cancellationToken);
            }
        }
    }

    /// <summary>The items found by a search.</summary>
    public EmotionItem[] Items(ReadOnlySpan<Candidate> found)
    {
        // Records are far apart: all of them are prefetched before the first is read.
        foreach (var candidate in found) Locate(candidate).Segment.PrefetchOffset(Locate(candidate).Row);
        foreach (var candidate in found) Locate(candidate).Segment.PrefetchRecord(Locate(candidate).Row);
        var items = new EmotionItem[found.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var (segment, row) = Locate(found[i]);
            items[i] = segment.Item(row);
        }
        return items;
    }

    private (Segment Segment, int Row) Locate(Candidate found)
    {
        var segment = levels[found.Tree / SegmentLayout.ModalityCount].Segment;
        return (segment, segment.Layout.FirstRow(found.Tree % SegmentLayout.ModalityCount) + found.Position);
    }
}
