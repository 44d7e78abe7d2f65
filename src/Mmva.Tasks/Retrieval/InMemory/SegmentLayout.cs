namespace Mmva.Tasks;

/// <summary>The layout of a segment, which is the same in memory and in a file: it follows from four counts.</summary>
/// <remarks>
/// header · for each modality: nodes of its tree, valence, arousal · offsets of the records (5 bytes a row) · table of ids (4 bytes an entry) ·
/// records.
/// Rows are numbered consecutively: images, music, captions, each in the order of its tree.
/// </remarks>
internal readonly struct SegmentLayout
{
    public const int HeaderBytes = 64;
    public const int OffsetBytes = 5;
    public const ulong OffsetMask = (1UL << (8 * OffsetBytes)) - 1;
    public const int ModalityCount = 3;

    // an offset is read as eight bytes
    private const int OffsetSlack = 3;
    private const int Alignment = 64;

    private readonly int _images, _music, _captions;

    public SegmentLayout(int images, int music, int captions, long recordBytes)
    {
        _images = images;
        _music = music;
        _captions = captions;
        RecordBytes = recordBytes;
        RowCount = checked(images + music + captions);
        TableLength = RowCount == 0 ? 0 : (int)Math.Min(RowCount + RowCount / 3L + 1, int.MaxValue);
        Offsets = TreeStart(ModalityCount);
        Table = Align(Offsets + (long)OffsetBytes * RowCount + OffsetSlack);
        Records = Align(Table + (long)sizeof(int) * TableLength);
        TotalBytes = checked(Records + recordBytes);
    }

    public int RowCount { get; }

    /// <summary>The number of entries of the id table: a third more than rows.</summary>
    public int TableLength { get; }

    public long RecordBytes { get; }

    public long Offsets { get; }

    public long Table { get; }

    public long Records { get; }

    public long TotalBytes { get; }

    public int CountOf(int modality) => modality switch { 0 => _images, 1 => _music, _ => _captions };

    public int FirstRow(int modality) => modality switch { 0 => 0, 1 => _images, 2 => _images + _music, _ => RowCount };

    /// <summary>The offset of the tree of a modality.</summary>
    public long TreeStart(int modality)
    {
        long start = HeaderBytes;
        for (var before = 0; before < modality; before++)
        {
            var shape = new PlaneTreeShape(CountOf(before));
            start = Align(start + shape.NodeBytes + 2 * shape.CoordinateBytes);
        }
        return start;
    }

    private static long Align(long position) => checked(position + Alignment - 1) / Alignment * Alignment;
}
