using System.Buffers.Binary;

namespace Mmva.Sqlite;

/// <summary>
/// Visits the nodes of the R*Trees in order of distance (Hjaltason and Samet, 1999), so that no node is read without need, for any distribution.
/// </summary>
/// <remarks>
/// SQL has no nearest-neighbor order for R*Trees, but their nodes are rows of a table. The format of a node is part of SQLite's file format:
/// depth of the tree (in the root only) and number of cells, two bytes each; for each cell the number of a child or a row (eight bytes) and the ends
/// of
/// both axes (float32), all big-endian. The axes are float32 like the emotions themselves, so nothing is rounded and the answer is exact.
/// </remarks>
internal sealed class NearestSearch(Session session, ValenceArousal point)
{
    private const int HeadBytes = 4;
    private const int CellBytes = 24;
    private const int LargestDepth = 40;
    private const long Root = 1;

    // of equally distant entries points come first, so that many equal points do not open further nodes
    private readonly PriorityQueue<Entry, (double Squared, int Level)> _queue = new();

    /// <summary>Finds the nearest rows, nearest first.</summary>
    public List<(long Row, double Distance)> Find(int count, Modality? modality, CancellationToken cancellationToken)
    {
        foreach (var tree in modality is { } one ? [one] : Enum.GetValues<Modality>())
            Open(new(tree, Root, Depth(session.Node(tree, Root)) + 1));
        var found = new List<(long, double)>();
        while (found.Count < count && _queue.TryDequeue(out var nearest, out var priority))
        {
            if (nearest.Level == 0) found.Add((nearest.Number, Math.Sqrt(priority.Squared)));
            else
            {
                cancellationToken.ThrowIfCancellationRequested();
                Open(nearest);
            }
        }
        return found;
    }

    // an entry of level 0 is a row, of level 1 a leaf, and so on
    private void Open(Entry node)
    {
        var data = session.Node(node.Tree, node.Number).AsSpan();
        var cells = data.Length < HeadBytes ? -1 : BinaryPrimitives.ReadUInt16BigEndian(data[2..]);
        if (cells < 0 || HeadBytes + CellBytes * cells > data.Length) throw session.Damaged($"node {node.Number} of an R*Tree cannot be read");
        for (var i = 0; i < cells; i++)
        {
            var cell = data.Slice(HeadBytes + CellBytes * i, CellBytes);
            double v = Outside(cell[8..], point.Valence), a = Outside(cell[16..], point.Arousal);
            _queue.Enqueue(new(node.Tree, BinaryPrimitives.ReadInt64BigEndian(cell), node.Level - 1), (v * v + a * a, node.Level - 1));
        }
    }

    // the distance of a coordinate from the interval of a cell
    private static double Outside(ReadOnlySpan<byte> ends, double at)
    {
        double low = BinaryPrimitives.ReadSingleBigEndian(ends), high = BinaryPrimitives.ReadSingleBigEndian(ends[4..]);
        return Math.Max(Math.Max(low - at, at - high), 0);
    }

    private int Depth(byte[] root)
    {
        var depth = root.Length < HeadBytes ? -1 : BinaryPrimitives.ReadUInt16BigEndian(root);
        return depth is >= 0 and <= LargestDepth ? depth : throw session.Damaged("the root of an R*Tree cannot be read");
    }

    private readonly record struct Entry(Modality Tree, long Number, int Level);
}
