using System.Numerics;
using System.Numerics.Tensors;

namespace Mmva.Tasks;

/// <summary>
/// Kernel temporal segmentation (Potapov et al. 2014) with the linear kernel: cuts a sequence of feature vectors where they change.
/// </summary>
/// <remarks>
/// Exact dynamic programming without a matrix of all pairs: for each element in turn, the scatters of the segments that end there are computed from
/// running sums, and serve every number of change points at once.
/// n elements and up to m change points take n²·(width + m)/2 steps and 12·n·m bytes of memory. Safe to use from several threads.
/// </remarks>
internal static class KernelTemporalSegmentation
{
    /// <summary>Segments a sequence.</summary>
    /// <param name="features">The vectors, [elements, width], row-major.</param>
    /// <param name="width">The number of dimensions of a vector, at least 1.</param>
    /// <param name="maxChangePoints">The most change points, or <see langword="null"/> for one less than there are elements.</param>
    /// <param name="penalty">The cost of a change point (vmax): at least 0, in the units of the vectors' squared length.</param>
    /// <exception cref="ArgumentException">There are no vectors, the last one is incomplete, or an argument is out of range.</exception>
    public static TemporalSegmentation Segment(ReadOnlySpan<double> features, int width, int? maxChangePoints = null, double penalty = 1) =>
        Segment<double>(features, width, maxChangePoints, penalty);

    /// <inheritdoc cref="Segment(ReadOnlySpan{double}, int, int?, double)"/>
    public static TemporalSegmentation Segment(ReadOnlySpan<float> features, int width, int? maxChangePoints = null, double penalty = 1) =>
        Segment<float>(features, width, maxChangePoints, penalty);

    private static TemporalSegmentation Segment<T>(ReadOnlySpan<T> features, int width, int? maxChangePoints, double penalty) where T : INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (features.IsEmpty || features.Length % width != 0)
            throw new ArgumentException($"{features.Length} values are not vectors of {width} dimensions.", nameof(features));
        var count = features.Length / width;
        var limit = maxChangePoints ?? count - 1;
        ArgumentOutOfRangeException.ThrowIfNegative(limit, nameof(maxChangePoints));
        if (!(penalty >= 0 && double.IsFinite(penalty)))
            throw new ArgumentOutOfRangeException(nameof(penalty), penalty, "The penalty must be finite and not negative.");

        var segmentation = new Table(count, Math.Min(limit, count - 1));
        var (kernel, scatter) = (new double[count], new ScatterColumns(count));
        for (var end = 1; end <= count; end++)
        {
            var last = features.Slice((end - 1) * width, width);
            for (var i = 0; i < end; i++) kernel[i] = double.CreateChecked(TensorPrimitives.Dot(features.Slice(i * width, width), last));
            segmentation.Extend(end, scatter.Next(kernel.AsSpan(0, end)));
        }
        return segmentation.Choose(limit, penalty);
    }

    /// <summary>
    /// The scatter J(start, end) = Σ K_tt − ΣΣ K_st / (end − start) of all segments with the same end, from sums over the upper left corner
    /// of the kernel.
    /// </summary>
    private sealed class ScatterColumns(int count)
    {
        private readonly double[] _sums = new double[count + 1]; // [a]: ΣΣ K_st for s < a, t < end
        private readonly double[] _squares = new double[count + 1]; // [a]: the same for s, t < a
        private readonly double[] _diagonal = new double[count + 1]; // [a]: Σ K_tt for t < a
        private readonly double[] _scatter = new double[count];
        private int _end;

        /// <param name="kernel">The products of the next element with all up to itself.</param>
        /// <returns>J(start, end) for each start from 0.</returns>
        public ReadOnlySpan<double> Next(ReadOnlySpan<double> kernel)
        {
            var end = ++_end;
            var (above, self) = (0.0, kernel[end - 1]); // the new column: above the diagonal, and on it
            for (var i = 0; i < end - 1; i++) _sums[i + 1] += above += kernel[i];
            _sums[end] = _squares[end] = _squares[end - 1] + 2 * above + self; // the new row equals the new column
            _diagonal[end] = _diagonal[end - 1] + self;
            for (var start = 0; start < end; start++)
                _scatter[start] = _diagonal[end] - _diagonal[start] - (_squares[end] + _squares[start] - 2 * _sums[start]) / (end - start);
            return _scatter.AsSpan(0, end);
        }
    }

    /// <summary>The lowest costs of the first elements for each number of segments, and the start of the last segment.</summary>
    private sealed class Table(int count, int changePoints)
    {
        private readonly double[] _candidates = new double[count];
        private readonly double[][] _cost = Rows<double>(count, changePoints); // [segments − 1][end − segments]
        private readonly int[][] _start = Rows<int>(count, changePoints);

        public void Extend(int end, ReadOnlySpan<double> scatter)
        {
            _cost[0][end - 1] = scatter[0];
            for (var segments = 2; segments <= Math.Min(end, changePoints + 1); segments++)
            {
                var first = segments - 1; // the earliest start of the last segment
                var candidates = _candidates.AsSpan(0, end - first);
                TensorPrimitives.Add(_cost[segments - 2].AsSpan(0, end - first), scatter[first..], candidates);
                var best = TensorPrimitives.IndexOfMin<double>(candidates);
                (_cost[segments - 1][end - segments], _start[segments - 1][end - segments]) = (candidates[best], first + best);
            }
        }

        public TemporalSegmentation Choose(int limit, double penalty)
        {
            var scores = new double[limit + 1];
            for (var m = 0; m <= limit; m++)
                scores[m] = m > changePoints ? double.PositiveInfinity
                    : _cost[m][count - m - 1] / count + (m == 0 ? 0 : penalty * m / (2.0 * count) * (Math.Log((double)count / m) + 1));
            var chosen = Array.IndexOf(scores, scores.Min());
            var points = new int[chosen];
            for (int m = chosen, end = count; m > 0; m--) points[m - 1] = end = _start[m][end - m - 1];
            return new(points, scores);
        }

        private static T[][] Rows<T>(int count, int changePoints) => [.. Enumerable.Range(0, changePoints + 1).Select(m => new T[count - m])];
    }
}
