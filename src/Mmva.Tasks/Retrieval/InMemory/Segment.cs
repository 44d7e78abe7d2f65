using System.Runtime.Intrinsics.X86;

namespace Mmva.Tasks;

/// <summary>Immutable items in one block of memory: a tree for each modality, a table of ids, the records.</summary>
/// <remarks>
/// Readers keep the segment alive until they are done. The memory may be a mapped file: offsets are checked before they are followed.
/// </remarks>
internal sealed unsafe class Segment
{
    private readonly string? _path;
    private readonly PlaneTreeView[] _trees = new PlaneTreeView[SegmentLayout.ModalityCount];

    public Segment(MemoryBlock memory, SegmentLayout layout, string? path = null)
    {
        Memory = memory;
        Layout = layout;
        _path = path;
        for (var modality = 0; modality < _trees.Length; modality++)
        {
            var shape = new PlaneTreeShape(layout.CountOf(modality));
            var nodes = memory.Start + layout.TreeStart(modality);
            var valence = nodes + shape.NodeBytes;
            _trees[modality] = new(shape, (float*)nodes, (float*)valence, (float*)(valence + shape.CoordinateBytes));
        }
        Ids = new((uint*)(memory.Start + layout.Table), layout.TableLength, layout.RowCount);
    }

    public MemoryBlock Memory { get; }

    public SegmentLayout Layout { get; }

    public IdTable Ids { get; }

    public PlaneTreeView Tree(int modality) => _trees[modality];

    public int ModalityOf(int row) => row < Layout.FirstRow(1) ? 0 : row < Layout.FirstRow(2) ? 1 : 2;

    public (float Valence, float Arousal) PointOf(int row)
    {
        var modality = ModalityOf(row);
        return _trees[modality][row - Layout.FirstRow(modality)];
    }

    /// <summary>The offset of a row's record.</summary>
    public long Offset(int row) =>
        (long)(*(ulong*)(Memory.Start + Layout.Offsets + (long)SegmentLayout.OffsetBytes * row) & SegmentLayout.OffsetMask);

    public void PrefetchOffset(int row) => Prefetch(Layout.Offsets + (long)SegmentLayout.OffsetBytes * row);

    public void PrefetchRecord(int row) => Prefetch(Layout.Records + Offset(row));

    /// <exception cref="EmotionIndexException">The file that the segment was read from is damaged.</exception>
    public Record RecordOf(int row)
    {
        var offset = Offset(row);
        try
        {
            if (offset >= Layout.RecordBytes) throw new InvalidDataException("offset beyond the end");
            return new(new ReadOnlySpan<byte>(Memory.Start + Layout.Records + offset, (int)Math.Min(Layout.RecordBytes - offset, int.MaxValue)));
        }
        catch (InvalidDataException e)
        {
            throw new EmotionIndexException($"{_path}: the record of row {row} is damaged. Restore the file from a copy, or rebuild the index.", e);
        }
    }

    /// <summary>The row with an id, or −1.</summary>
    public int Find(ReadOnlySpan<byte> id, ulong hash)
    {
        for (var probe = 0; Ids.Next(hash, ref probe) is var row and >= 0;)
            if (RecordOf(row).Id.SequenceEqual(id)) return row;
        return -1;
    }

    public EmotionItem Item(int row)
    {
        var (valence, arousal) = PointOf(row);
        var record = RecordOf(row);
        return new(record.ReadId(), (Modality)ModalityOf(row), new(valence, arousal), record.ReadPayload(), record.ReadEmbedding());
    }

    // only a hint: an offset outside the block, in a damaged file, does no harm
    private void Prefetch(long position)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Memory.Start + position);
    }
}
