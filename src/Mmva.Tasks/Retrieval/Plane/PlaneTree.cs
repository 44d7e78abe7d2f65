namespace Mmva.Tasks;

/// <summary>Finds the points nearest to a place of the emotion plane: a k-d tree over points that are known by their numbers and do not change.</summary>
/// <remarks>
/// The core of the in-process index, for hosts that keep ids and everything else themselves. Immutable; safe to use from several threads.
/// Answers are exact for any points: clustered, equal, on a line, outside [0, 1]. Takes 12 bytes a point and at most 2.5 more for the tree.
/// </remarks>
public sealed unsafe class PlaneTree
{
    private const int StackCandidates = 128;

    private readonly MemoryBlock _memory;
    private readonly PlaneTreeView _view;
    private readonly int* _numbers;

    private PlaneTree(MemoryBlock memory, PlaneTreeView view, int* numbers)
    {
        (_memory, _view) = (memory, view);
        _numbers = numbers;
    }

    /// <summary>How many points there are.</summary>
    public int Count => _view.Shape.Count;

    /// <summary>Bytes that the tree takes.</summary>
    public long Bytes => _memory.Length;

    /// <summary>Builds the tree on all cores; 10 million points take about a second.</summary>
    /// <param name="points">Any number of points; finite. Their positions are their numbers.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    public static PlaneTree Build(ReadOnlySpan<ValenceArousal> points, CancellationToken cancellationToken = default)
    {
        var moved = new PlanePoint[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            if (!float.IsFinite(points[i].Valence) || !float.IsFinite(points[i].Arousal)) throw new ArgumentException($"Point {i} is {points[i]}: coordinates must be finite.", nameof(points));
            moved[i] = new(points[i].Valence, points[i].Arousal, i);
        }

        var shape = new PlaneTreeShape(points.Length);
        var memory = MemoryBlock.Allocate(shape.NodeBytes + 2 * shape.CoordinateBytes + (long)sizeof(int) * points.Length);
        var nodes = (float*)memory.Start;
        var valence = (float*)(memory.Start + shape.NodeBytes);
        var arousal = (float*)((byte*)valence + shape.CoordinateBytes);
        var numbers = (int*)((byte*)arousal + shape.CoordinateBytes);
        if (moved.Length > 0) PlaneTreeBuilder.Build(moved, nodes, cancellationToken);
        var view = new PlaneTreeView(shape, nodes, valence, arousal);
        view.Write(moved);
        for (var i = 0; i < moved.Length; i++) numbers[i] = moved[i].Number;
        return new(memory, view, numbers);
    }

    /// <summary>Finds the points nearest to a place.</summary>
    /// <param name="place">Where to look; finite.</param>
    /// <param name="neighbours">Filled with the nearest points, nearest first; its length says how many are wanted.</param>
    /// <returns>How many were found: the length of <paramref name="neighbours"/>, or all points where there are fewer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The place is not finite.</exception>
    public int Nearest(ValenceArousal place, Span<PlaneNeighbour> neighbours)
    {
        Finite.ThrowIfNot(place);
        var wanted = Math.Min(neighbours.Length, Count);
        if (wanted == 0) return 0;
        var nearest = new NearestSet(wanted <= StackCandidates ? stackalloc Candidate[wanted] : new Candidate[wanted]);
        _view.Search(place.Valence, place.Arousal, 0, null, 0, ref nearest, CancellationToken.None);
        var found = nearest.Sort();
        for (var i = 0; i < found.Length; i++) neighbours[i] = new(_numbers[found[i].Place], Math.Sqrt(found[i].Squared));
        GC.KeepAlive(_memory);
        return found.Length;
    }
}

/// <summary>A point found by <see cref="PlaneTree.Nearest"/>.</summary>
/// <param name="Point">Its number.</param>
/// <param name="Distance">Its Euclidean distance.</param>
public readonly record struct PlaneNeighbour(int Point, double Distance);
