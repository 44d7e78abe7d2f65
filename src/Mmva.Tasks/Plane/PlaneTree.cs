namespace Mmva.Tasks;

/// <summary>Finds the nearest points of the emotion plane: an immutable k-d tree; points are identified by index.</summary>
/// <remarks>
/// The core of the in-process index, for hosts that store ids and everything else themselves. Immutable; safe to use from several threads.
/// Answers are exact for any points: clustered, equal, on a line, outside [0, 1]. Takes 12 bytes a point and at most 2.5 more for the tree.
/// </remarks>
public sealed unsafe class PlaneTree
{
    private const int StackCandidates = 128;

    private readonly MemoryBlock _memory;
    private readonly PlaneTreeView _view;
    private readonly int* _indices;

    private PlaneTree(MemoryBlock memory, PlaneTreeView view, int* indices)
    {
        _memory = memory;
        _view = view;
        _indices = indices;
    }

    /// <summary>The number of points.</summary>
    public int Count => _view.Shape.Count;

    internal long Bytes => _memory.Length;

    /// <summary>Builds the tree on all cores; 10 million points take about a second.</summary>
    /// <param name="points">Any number of points; finite. Their positions are their indices.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static PlaneTree Build(ReadOnlySpan<ValenceArousal> points, CancellationToken cancellationToken = default)
    {
        var moved = new PlanePoint[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            if (!points[i].IsFinite) throw new ArgumentException($"Point {i} is {points[i]}: coordinates must be finite.", nameof(points));
            moved[i] = new(points[i].Valence, points[i].Arousal, i);
        }

        var shape = new PlaneTreeShape(points.Length);
        var memory = MemoryBlock.Allocate(shape.NodeBytes + 2 * shape.CoordinateBytes + (long)sizeof(int) * points.Length);
        var nodes = (float*)memory.Start;
        var valence = (float*)(memory.Start + shape.NodeBytes);
        var arousal = (float*)((byte*)valence + shape.CoordinateBytes);
        var indices = (int*)((byte*)arousal + shape.CoordinateBytes);
        if (moved.Length > 0) PlaneTreeBuilder.Build(moved, nodes, cancellationToken);
        var view = new PlaneTreeView(shape, nodes, valence, arousal);
        view.Write(moved);
        for (var i = 0; i < moved.Length; i++) indices[i] = moved[i].Index;
        return new(memory, view, indices);
    }

    /// <summary>Finds the points nearest to a point of the plane.</summary>
    /// <param name="point">The query point; finite.</param>
    /// <param name="neighbors">Receives the nearest points, nearest first; its length is the number of points wanted.</param>
    /// <returns>The number of points found: the length of <paramref name="neighbors"/>, or <see cref="Count"/> if that is less.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="point"/> is not finite.</exception>
    public int Nearest(ValenceArousal point, Span<PlaneNeighbor> neighbors)
    {
        ArgumentChecks.ThrowIfNotFinite(point);
        var wanted = Math.Min(neighbors.Length, Count);
        if (wanted == 0) return 0;
        var nearest = new NearestSet(wanted <= StackCandidates ? stackalloc Candidate[wanted] : new Candidate[wanted]);
        _view.Search(point.Valence, point.Arousal, 0, null, 0, ref nearest, CancellationToken.None);
        var found = nearest.Sort();
        for (var i = 0; i < found.Length; i++) neighbors[i] = new(_indices[found[i].Position], Math.Sqrt(found[i].Squared));
        GC.KeepAlive(_memory);
        return found.Length;
    }
}

/// <summary>A point found by <see cref="PlaneTree.Nearest"/>.</summary>
/// <param name="Index">The index of the point.</param>
/// <param name="Distance">Its Euclidean distance from the query point.</param>
public readonly record struct PlaneNeighbor(int Index, double Distance);
