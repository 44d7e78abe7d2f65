using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mmva.Tasks;

/// <summary>A tree in memory owned by the caller: the nodes, and the points in leaf order.</summary>
/// <remarks>
/// Distances are computed in float64 from float32 coordinates, by the same steps for boxes and for points. Rounding is monotonic, so a box is never
/// farther than a point inside it, and answers are exact. The caller keeps the memory alive.
/// </remarks>
internal readonly unsafe struct PlaneTreeView(PlaneTreeShape shape, float* nodes, float* valence, float* arousal)
{
    private const int LeavesBetweenChecks = 1024;

    public PlaneTreeShape Shape { get; } = shape;

    public (float Valence, float Arousal) this[int position] => (valence[position], arousal[position]);

    /// <summary>Whether the box of a node and a region have a point in common.</summary>
    public bool Overlaps(int node, in EmotionRegion region)
    {
        var box = nodes + 4L * node;
        return box[0] <= region.MaxValence && box[2] >= region.MinValence && box[1] <= region.MaxArousal && box[3] >= region.MinArousal;
    }

    /// <summary>Writes the coordinates of a tree that has just been built.</summary>
    public void Write(ReadOnlySpan<PlanePoint> points)
    {
        for (var i = 0; i < points.Length; i++) (valence[i], arousal[i]) = (points[i].Valence, points[i].Arousal);
    }

    /// <summary>Adds the points that are nearer than those found so far.</summary>
    /// <param name="atValence">The valence of the query.</param>
    /// <param name="atArousal">The arousal of the query.</param>
    /// <param name="tree">The number of this tree, for the candidates.</param>
    /// <param name="removed">The removed rows, or <see langword="null"/> for none.</param>
    /// <param name="firstRow">The row of position 0 in <paramref name="removed"/>.</param>
    /// <param name="nearest">The points found so far.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Search(
        double atValence, double atArousal, int tree, RemovedRows? removed, int firstRow, ref NearestSet nearest, CancellationToken cancellationToken)
    {
        if (Shape.Count == 0) return;
        var (firstLeaf, oriented, leaves, top) = (Shape.FirstLeaf, nodes[0] != 0, 0, 1);
        var pending = stackalloc (double Bound, int Node)[PlaneTreeShape.LargestDepth + 1];
        pending[0] = (Bound(1, atValence, atArousal, oriented), 1);
        while (top > 0)
        {
            var (bound, node) = pending[--top];
            while (bound < nearest.Worst && node < firstLeaf)
            {
                var (left, right) = (Bound(2 * node, atValence, atArousal, oriented), Bound(2 * node + 1, atValence, atArousal, oriented));
                (bound, node, var farther) = left <= right ? (left, 2 * node, (right, 2 * node + 1)) : (right, 2 * node + 1, (left, 2 * node));
                if (farther.Item1 < nearest.Worst) pending[top++] = farther;
            }
            if (!(bound < nearest.Worst)) continue; // also for NaN, which a damaged file may contain
            var leaf = node - firstLeaf;
            Scan(Shape.Start(Shape.Depth, leaf), Shape.Start(Shape.Depth, leaf + 1L), atValence, atArousal, tree, removed, firstRow, ref nearest);
            if (++leaves % LeavesBetweenChecks == 0) cancellationToken.ThrowIfCancellationRequested();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Bound(int node, double atValence, double atArousal, bool oriented)
    {
        var box = nodes + 4L * node;
        var v = Math.Max(Math.Max(box[0] - atValence, atValence - box[2]), 0);
        var a = Math.Max(Math.Max(box[1] - atArousal, atArousal - box[3]), 0);
        var bound = v * v + a * a;
        if (!oriented) return bound;
        var orientedBox = nodes + Shape.BoxFloats + (long)OrientedBox.Length * node;
        return orientedBox[0] == 0 && orientedBox[1] == 0 ? bound : Math.Max(bound, OrientedBox.Bound(orientedBox, box, atValence, atArousal));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan(int start, int end, double atValence, double atArousal, int tree, RemovedRows? removed, int firstRow, ref NearestSet nearest)
    {
        var (centerValence, centerArousal) = (Vector256.Create(atValence), Vector256.Create(atArousal));
        var squared = stackalloc double[8];
        for (var i = start; i < end; i += 8)
        {
            var (lowValence, highValence) = Vector256.Widen(Vector256.Load(valence + i));
            var (lowArousal, highArousal) = Vector256.Widen(Vector256.Load(arousal + i));
            var low = Squared(lowValence - centerValence, lowArousal - centerArousal);
            var high = Squared(highValence - centerValence, highArousal - centerArousal);
            var worst = Vector256.Create(nearest.Worst);
            var nearer = Vector256.LessThan(low, worst).ExtractMostSignificantBits()
                | Vector256.LessThan(high, worst).ExtractMostSignificantBits() << 4;
            if (end - i < 8) nearer &= (1u << (end - i)) - 1;
            if (nearer == 0) continue;
            low.Store(squared);
            high.Store(squared + 4);
            for (; nearer != 0; nearer &= nearer - 1)
            {
                var lane = BitOperations.TrailingZeroCount(nearer);
                if (squared[lane] < nearest.Worst && (removed is null || !removed.Contains(firstRow + i + lane)))
                    nearest.Add(new(squared[lane], tree, i + lane));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Squared(Vector256<double> v, Vector256<double> a) => v * v + a * a;
}
