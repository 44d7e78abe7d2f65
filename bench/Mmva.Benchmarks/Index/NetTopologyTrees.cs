using NetTopologySuite.Geometries;
using NetTopologySuite.Index.KdTree;
using NetTopologySuite.Index.Strtree;

namespace Mmva.Benchmarks.Index;

/// <summary>NetTopologySuite's packed R-tree, with its own search for the nearest.</summary>
internal sealed class NetTopologyRTree
{
    private readonly STRtree<int> _tree = new();
    private readonly ItemDistance _distance = new();

    public NetTopologyRTree(ValenceArousal[] points)
    {
        for (var i = 0; i < points.Length; i++)
            _tree.Insert(new Envelope(points[i].Valence, points[i].Valence, points[i].Arousal, points[i].Arousal), i);
        _tree.Build();
    }

    public int[] Nearest(ValenceArousal place, int count) =>
        _tree.NearestNeighbour(new Envelope(place.Valence, place.Valence, place.Arousal, place.Arousal), -1, _distance, count);

    private sealed class ItemDistance : IItemDistance<Envelope, int>
    {
        public double Distance(IBoundable<Envelope, int> a, IBoundable<Envelope, int> b) => a.Bounds.Distance(b.Bounds);
    }
}

/// <summary>NetTopologySuite's k-d tree. It has range queries alone, so the box grows until it holds enough.</summary>
internal sealed class NetTopologyKdTree
{
    private readonly KdTree<object> _tree = new();
    private readonly double _firstHalfWidth;

    public NetTopologyKdTree(ValenceArousal[] points)
    {
        foreach (var point in points) _tree.Insert(new Coordinate(point.Valence, point.Arousal));
        _firstHalfWidth = Math.Sqrt(10.0 / points.Length);
    }

    public double[] Nearest(ValenceArousal place, int count)
    {
        for (var half = _firstHalfWidth; ; half *= 2)
        {
            var nodes = _tree.Query(new Envelope(place.Valence - half, place.Valence + half, place.Arousal - half, place.Arousal + half));
            // equal points share a node, which counts them
            var distances = nodes.SelectMany(
                node =>
                    Enumerable.Repeat(node.Coordinate.Distance(new Coordinate(place.Valence, place.Arousal)), Math.Min(node.Count, count))).Where(d =>
                        d <= half).Order().Take(count).ToArray();
            if (distances.Length == count) return distances;
        }
    }
}
