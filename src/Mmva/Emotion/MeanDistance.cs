using System.Numerics;

namespace Mmva;

/// <summary>Computes the mean distance between the points of two sets.</summary>
public static class MeanDistance
{
    // rows summed by one task; fixed, so that the sum has the same bits for any number of threads
    private const int RowsPerBlock = 64;

    /// <summary>
    /// Computes the exact mean over all pairs in double precision, in time proportional to the product of the sizes and memory to their sum.
    /// </summary>
    /// <param name="first">At least one point.</param>
    /// <param name="second">At least one point.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The mean distance, with the same bits for any number of threads on the same processor.</returns>
    /// <exception cref="ArgumentException">A set is empty or contains a coordinate that is not finite.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static double OfAllPairs(
        ReadOnlySpan<ValenceArousal> first, ReadOnlySpan<ValenceArousal> second, CancellationToken cancellationToken = default)
    {
        if (first.IsEmpty || second.IsEmpty)
            throw new ArgumentException("The mean distance of two sets needs a point in each.", first.IsEmpty ? nameof(first) : nameof(second));
        var (rowValence, rowArousal) = Coordinates(first, nameof(first));
        var (valence, arousal) = Coordinates(second, nameof(second));

        var blocks = new double[(first.Length + RowsPerBlock - 1) / RowsPerBlock];
        Parallel.For(0, blocks.Length, new ParallelOptions { CancellationToken = cancellationToken }, block =>
        {
            var sum = 0.0;
            for (var i = block * RowsPerBlock; i < Math.Min((block + 1) * RowsPerBlock, rowValence.Length); i++)
                sum += SumOfDistances(rowValence[i], rowArousal[i], valence, arousal);
            blocks[block] = sum;
        });
        return blocks.Sum() / ((double)first.Length * second.Length);
    }

    private static double SumOfDistances(double v, double a, double[] valence, double[] arousal)
    {
        int width = Vector<double>.Count, i = 0;
        var (pointV, pointA, sums) = (new Vector<double>(v), new Vector<double>(a), Vector<double>.Zero);
        for (; i <= valence.Length - width; i += width)
        {
            Vector<double> dv = new Vector<double>(valence, i) - pointV, da = new Vector<double>(arousal, i) - pointA;
            sums += Vector.SquareRoot(dv * dv + da * da);
        }
        var sum = Vector.Sum(sums);
        for (; i < valence.Length; i++) sum += Math.Sqrt((valence[i] - v) * (valence[i] - v) + (arousal[i] - a) * (arousal[i] - a));
        return sum;
    }

    private static (double[] Valence, double[] Arousal) Coordinates(ReadOnlySpan<ValenceArousal> points, string name)
    {
        var (valence, arousal) = (new double[points.Length], new double[points.Length]);
        for (var i = 0; i < points.Length; i++)
        {
            if (!points[i].IsFinite) throw new ArgumentException($"Point {i} is {points[i]}: coordinates must be finite.", name);
            (valence[i], arousal[i]) = (points[i].Valence, points[i].Arousal);
        }
        return (valence, arousal);
    }
}
