namespace Mmva.Evaluation;

/// <summary>The ranks of a sequence, computed once for rank correlations with many others.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
internal sealed class RankedValues
{
    private readonly double[] _ranks; // minus their mean
    private readonly int[] _order;
    private readonly double _squares;
    private readonly double _tiedPairs;

    /// <summary>Ranks values; ties share their mean rank.</summary>
    /// <param name="values">At least two values.</param>
    /// <exception cref="ArgumentException">There are fewer than two values, or one is not finite.</exception>
    public RankedValues(ReadOnlySpan<double> values)
    {
        if (values.Length < 2) throw new ArgumentException($"There are {values.Length} values; ranks need at least two.", nameof(values));
        foreach (var value in values)
            if (!double.IsFinite(value)) throw new ArgumentException($"A value is {value}; values must be finite.", nameof(values));

        var sorted = values.ToArray();
        _order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(sorted, _order);
        _ranks = new double[values.Length];
        for (int begin = 0, end; begin < sorted.Length; begin = end)
        {
            for (end = begin + 1; end < sorted.Length && sorted[end] == sorted[begin];) end++;
            var rank = (begin + end - values.Length) / 2.0;
            for (var i = begin; i < end; i++) _ranks[_order[i]] = rank;
            _tiedPairs += Pairs(end - begin);
            _squares += (end - begin) * rank * rank;
        }
    }

    /// <summary>The number of values.</summary>
    public int Count => _ranks.Length;

    /// <summary>Whether all values are equal, so that their correlations are undefined.</summary>
    public bool IsConstant => _squares == 0;

    /// <summary>Computes Spearman's ρ, from −1 to 1: the linear correlation of the ranks. NaN if either sequence is constant.</summary>
    /// <param name="other">The other sequence, of the same length and order.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public double Spearman(RankedValues other)
    {
        Check(other);
        double products = 0;
        for (var i = 0; i < _ranks.Length; i++) products += _ranks[i] * other._ranks[i];
        return Math.Clamp(products / Math.Sqrt(_squares * other._squares), -1, 1);
    }

    /// <summary>
    /// Computes Kendall's τ-b, from −1 to 1: concordant minus discordant pairs, corrected for ties, in O(n log n) (Knight 1966).
    /// NaN if either sequence is constant.
    /// </summary>
    /// <param name="other">The other sequence, of the same length and order.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public double KendallB(RankedValues other)
    {
        Check(other);
        var (x, y) = _tiedPairs <= other._tiedPairs ? (this, other) : (other, this); // fewer ties leave less to sort
        var values = Array.ConvertAll(x._order, i => y._ranks[i]);
        var tiedBoth = x._tiedPairs == 0 ? 0 : SortTies(x, values);
        var swaps = MergeSort(values, new double[values.Length]);
        var all = Pairs(Count);
        return (all - x._tiedPairs - y._tiedPairs + tiedBoth - 2 * swaps) / Math.Sqrt((all - x._tiedPairs) * (all - y._tiedPairs));
    }

    /// <summary>Sorts the values within each tie of x; returns the number of pairs that are tied in both.</summary>
    private static double SortTies(RankedValues x, double[] values)
    {
        double tiedBoth = 0;
        for (int begin = 0, end; begin < values.Length; begin = end)
        {
            for (end = begin + 1; end < values.Length && x._ranks[x._order[end]] == x._ranks[x._order[begin]];) end++;
            var run = values.AsSpan(begin, end - begin);
            run.Sort();
            for (int i = 1, same = 0; i < run.Length; i++) tiedBoth += same = run[i] == run[i - 1] ? same + 1 : 0;
        }
        return tiedBoth;
    }

    /// <summary>Sorts the values; returns the number of pairs that were in descending order.</summary>
    private static double MergeSort(Span<double> values, Span<double> buffer)
    {
        if (values.Length < 2) return 0;
        var middle = values.Length / 2;
        var swaps = MergeSort(values[..middle], buffer[..middle]) + MergeSort(values[middle..], buffer[middle..]);
        if (values[middle - 1] <= values[middle]) return swaps;
        for (int left = 0, right = middle, to = 0; to < values.Length; to++)
        {
            var takeLeft = right == values.Length || (left < middle && values[left] <= values[right]);
            if (!takeLeft) swaps += middle - left;
            buffer[to] = takeLeft ? values[left++] : values[right++];
        }
        buffer.CopyTo(values);
        return swaps;
    }

    private static double Pairs(int count) => (double)count * (count - 1) / 2;

    private void Check(RankedValues other)
    {
        if (other.Count != Count)
            throw new ArgumentException(
                $"The sequences have {Count} and {other.Count} values; rank correlation needs equal lengths.", nameof(other));
    }
}
