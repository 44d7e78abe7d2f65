using System.Buffers;
using System.Runtime.InteropServices;

namespace Mmva.Tasks;

/// <summary>Collects new items and those of older segments, and builds a segment from them.</summary>
internal sealed unsafe class SegmentDraft : IDisposable
{
    private const int RowsBetweenChecks = 1 << 16;

    private readonly ArrayBufferWriter<PlanePoint>[] _points = [new(), new(), new()];
    private readonly ArrayBufferWriter<long> _offsets = new();
    private readonly ArrayBufferWriter<ulong> _hashes = new();
    private readonly RecordBuffer _records = new();

    public int Count => _hashes.WrittenCount;

    /// <summary>The hashes of the ids, in the order in which the items were added.</summary>
    public ReadOnlySpan<ulong> Hashes => _hashes.WrittenSpan;

    /// <summary>The id of an item.</summary>
    /// <param name="index">Its index, in the order in which the items were added.</param>
    public ReadOnlySpan<byte> Id(int index) => RecordOf(index).Id;

    /// <inheritdoc cref="Id"/>
    public string ReadId(int index) => RecordOf(index).ReadId();

    /// <summary>Adds an item.</summary>
    /// <exception cref="EmotionIndexException">The item is invalid.</exception>
    public void Add(EmotionItem item)
    {
        if (item is null) throw new EmotionIndexException("One of the items is null.");
        item.ThrowIfInvalid();
        var offset = _records.Length;
        var hash = IdTable.Hash(Record.Write(_records, item));
        Append(_points[(int)item.Modality], new(item.Emotion.Valence, item.Emotion.Arousal, Count));
        Append(_offsets, offset);
        Append(_hashes, hash);
    }

    /// <summary>Adds the remaining items of a level.</summary>
    public void Add(Level level, CancellationToken cancellationToken)
    {
        var segment = level.Segment;
        for (var row = 0; row < segment.Layout.RowCount; row++)
        {
            if (row % RowsBetweenChecks == 0) cancellationToken.ThrowIfCancellationRequested();
            if (level.Removed is { } removed && removed.Contains(row)) continue;
            var record = segment.RecordOf(row);
            var (valence, arousal) = segment.PointOf(row);
            Append(_points[segment.ModalityOf(row)], new(valence, arousal, Count));
            Append(_offsets, _records.Length);
            Append(_hashes, IdTable.Hash(record.Id));
            record.CopyTo(_records);
        }
        GC.KeepAlive(segment);
    }

    /// <summary>Builds the segment.</summary>
    /// <exception cref="EmotionIndexException">An id appears twice.</exception>
    public Segment Build(CancellationToken cancellationToken)
    {
        var layout = new SegmentLayout(_points[0].WrittenCount, _points[1].WrittenCount, _points[2].WrittenCount, _records.Length);
        var segment = new Segment(MemoryBlock.Allocate(layout.TotalBytes), layout);
        var start = segment.Memory.Start;
        _records.CopyTo(start + layout.Records);
        for (var modality = 0; modality < SegmentLayout.ModalityCount; modality++)
        {
            if (layout.CountOf(modality) == 0) continue;
            cancellationToken.ThrowIfCancellationRequested();
            var points = MemoryMarshal.AsMemory(_points[modality].WrittenMemory);
            PlaneTreeBuilder.Build(points, (float*)(start + layout.TreeStart(modality)), cancellationToken);
            segment.Tree(modality).Write(points.Span);
            var offsets = start + layout.Offsets + (long)SegmentLayout.OffsetBytes * layout.FirstRow(modality);
            foreach (ref readonly var point in points.Span)
            {
                // the bytes after the fifth belong to the next row, which is written next
                *(long*)offsets = _offsets.WrittenSpan[point.Index];
                offsets += SegmentLayout.OffsetBytes;
            }
        }
        FillTable(segment, cancellationToken);
        return segment;
    }

    public void Dispose() => _records.Dispose();

    private void FillTable(Segment segment, CancellationToken cancellationToken)
    {
        var hashes = _hashes.WrittenSpan;
        var row = 0;
        foreach (var points in _points)
        {
            foreach (ref readonly var point in points.WrittenSpan)
            {
                if (row % RowsBetweenChecks == 0) cancellationToken.ThrowIfCancellationRequested();
                var hash = hashes[point.Index];
                for (var probe = 0; segment.Ids.Next(hash, ref probe) is var other and >= 0;)
                    if (segment.RecordOf(other).Id.SequenceEqual(Id(point.Index))) throw EmotionIndexException.Duplicate(ReadId(point.Index));
                segment.Ids.Add(hash, row++);
            }
        }
    }

    private Record RecordOf(int index)
    {
        var offset = _offsets.WrittenSpan[index];
        return new(_records.Span(offset, (int)Math.Min(_records.Length - offset, int.MaxValue)));
    }

    private static void Append<T>(ArrayBufferWriter<T> target, T value)
    {
        target.GetSpan(1)[0] = value;
        target.Advance(1);
    }
}
