namespace Mmva.Tasks;

/// <summary>The coordinate that points are ordered by.</summary>
internal interface IAxis
{
    static abstract float Of(in PlanePoint point);
}

internal readonly struct ValenceAxis : IAxis
{
    public static float Of(in PlanePoint point) => point.Valence;
}

internal readonly struct ArousalAxis : IAxis
{
    public static float Of(in PlanePoint point) => point.Arousal;
}

/// <summary>Partitions points around the one that belongs at a rank (Floyd and Rivest, 1975: about 1.5 comparisons per point).</summary>
internal static class MedianSelection
{
    private const int SampleAbove = 600;
    private const int MostRounds = 60;

    /// <summary>Reorders points so that none before <paramref name="rank"/> is larger and none after it is smaller.</summary>
    public static void Select<TAxis>(Span<PlanePoint> points, int rank) where TAxis : struct, IAxis
    {
        int left = 0, right = points.Length - 1;
        for (var round = 0; left < right; round++)
        {
            if (round == MostRounds)
            {
                // Points constructed to defeat the sampling: sort, so that the time stays within n log n.
                points[left..(right + 1)].Sort(static (a, b) => TAxis.Of(a).CompareTo(TAxis.Of(b)));
                return;
            }
            if (right - left > SampleAbove)
            {
                // The neighbors of the rank in a sample are very likely its neighbors in the whole range: select them first.
                double n = right - left + 1, i = rank - left + 1, log = Math.Log(n), size = 0.5 * Math.Exp(2 * log / 3);
                var spread = 0.5 * Math.Sqrt(log * size * (n - size) / n) * Math.Sign(i - n / 2);
                var from = Math.Max(left, (int)(rank - i * size / n + spread));
                var to = Math.Min(right, (int)(rank + (n - i) * size / n + spread));
                Select<TAxis>(points[from..(to + 1)], rank - from);
            }
            Partition<TAxis>(points, ref left, ref right, rank);
        }
    }

    // Both scans stop at points equal to the pivot, so that many equal points are divided evenly.
    private static void Partition<TAxis>(Span<PlanePoint> points, ref int left, ref int right, int rank) where TAxis : struct, IAxis
    {
        var pivot = TAxis.Of(points[rank]);
        int i = left, j = right;
        (points[left], points[rank]) = (points[rank], points[left]);
        if (TAxis.Of(points[right]) > pivot) (points[left], points[right]) = (points[right], points[left]);
        while (i < j)
        {
            (points[i], points[j]) = (points[j], points[i]);
            i++;
            j--;
            while (TAxis.Of(points[i]) < pivot) i++;
            while (TAxis.Of(points[j]) > pivot) j--;
        }
        if (TAxis.Of(points[left]) == pivot) (points[left], points[j]) = (points[j], points[left]);
        else
        {
            j++;
            (points[j], points[right]) = (points[right], points[j]);
        }
        if (j <= rank) left = j + 1;
        if (rank <= j) right = j - 1;
    }
}
