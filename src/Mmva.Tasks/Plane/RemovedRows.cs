namespace Mmva.Tasks;

/// <summary>The rows removed from an immutable segment. Immutable: removing more creates another set, which shares the unchanged chunks.</summary>
internal sealed class RemovedRows
{
    private const int ChunkBits = 1 << 15;

    private readonly ulong[]?[] _chunks;

    private RemovedRows(ulong[]?[] chunks, int count) => (_chunks, Count) = (chunks, count);

    /// <summary>How many rows were removed.</summary>
    public int Count { get; }

    public bool Contains(int row) => _chunks[row / ChunkBits] is { } chunk && (chunk[row % ChunkBits / 64] & (1UL << row)) != 0;

    /// <summary>A set and further rows, which must not be in it yet.</summary>
    /// <param name="removed">The set, or <see langword="null"/> for an empty one.</param>
    /// <param name="rowCount">The number of rows of the segment.</param>
    /// <param name="rows">The rows to remove; each once.</param>
    public static RemovedRows With(RemovedRows? removed, int rowCount, IReadOnlyCollection<int> rows)
    {
        var before = removed?._chunks;
        var chunks = before?.ToArray() ?? new ulong[]?[(rowCount + ChunkBits - 1) / ChunkBits];
        foreach (var row in rows)
        {
            var i = row / ChunkBits;
            if (chunks[i] is null) chunks[i] = new ulong[ChunkBits / 64];
            else if (before is not null && ReferenceEquals(chunks[i], before[i])) chunks[i] = [.. chunks[i]!];
            chunks[i]![row % ChunkBits / 64] |= 1UL << row;
        }
        return new(chunks, (removed?.Count ?? 0) + rows.Count);
    }
}
