namespace Mmva.Tasks;

/// <summary>Orders points into a tree and computes the box of every node, on all cores.</summary>
internal readonly unsafe struct PlaneTreeBuilder
{
    private const int ParallelAbove = 1 << 15;

    private readonly PlaneTreeShape _shape;
    private readonly Memory<PlanePoint> _points;
    private readonly float* _boxes;
    private readonly float* _orientedBoxes;
    private readonly CancellationToken _cancellationToken;

    private PlaneTreeBuilder(Memory<PlanePoint> points, float* nodes, CancellationToken cancellationToken)
    {
        _shape = new(points.Length);
        _points = points;
        _cancellationToken = cancellationToken;
        _boxes = nodes;
        _orientedBoxes = nodes + _shape.BoxFloats;
    }

    /// <summary>Builds a tree.</summary>
    /// <param name="points">At least one point; reordered to the order of the tree.</param>
    /// <param name="nodes">A buffer of <see cref="PlaneTreeShape.NodeBytes"/>, filled with zeros.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static void Build(Memory<PlanePoint> points, float* nodes, CancellationToken cancellationToken)
    {
        try
        {
            new PlaneTreeBuilder(points, nodes, cancellationToken).BuildNode(1, 0, 0);
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions is [OperationCanceledException, ..])
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private void BuildNode(int node, int depth, long position)
    {
        var (start, end) = (_shape.Start(depth, position), _shape.Start(depth, position + 1));
        var points = _points.Span[start..end];
        var (width, height) = Bound(points, _boxes + 4L * node);
        // the unused box 0 records whether any node has an oriented box
        if (OrientedBox.Fit(points, _boxes + 4L * node, _orientedBoxes + (long)OrientedBox.Length * node)) _boxes[0] = 1;
        if (depth == _shape.Depth) return;

        // Equal points may lie on either side.
        var middle = _shape.Start(depth + 1, 2 * position + 1) - start;
        if (width >= height && width > 0) MedianSelection.Select<ValenceAxis>(points, middle);
        else if (height > 0) MedianSelection.Select<ArousalAxis>(points, middle);

        if (points.Length <= ParallelAbove)
        {
            BuildNode(2 * node, depth + 1, 2 * position);
            BuildNode(2 * node + 1, depth + 1, 2 * position + 1);
            return;
        }
        _cancellationToken.ThrowIfCancellationRequested();
        var builder = this;
        Parallel.Invoke(
            () => builder.BuildNode(2 * node, depth + 1, 2 * position),
            () => builder.BuildNode(2 * node + 1, depth + 1, 2 * position + 1));
    }

    private static (double Width, double Height) Bound(Span<PlanePoint> points, float* box)
    {
        float minimumValence = float.PositiveInfinity, minimumArousal = float.PositiveInfinity;
        float maximumValence = float.NegativeInfinity, maximumArousal = float.NegativeInfinity;
        foreach (ref readonly var point in points)
        {
            minimumValence = Math.Min(minimumValence, point.Valence);
            maximumValence = Math.Max(maximumValence, point.Valence);
            minimumArousal = Math.Min(minimumArousal, point.Arousal);
            maximumArousal = Math.Max(maximumArousal, point.Arousal);
        }
        (box[0], box[1], box[2], box[3]) = (minimumValence, minimumArousal, maximumValence, maximumArousal);
        return ((double)maximumValence - minimumValence, (double)maximumArousal - minimumArousal);
    }
}
