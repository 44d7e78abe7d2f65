namespace Mmva.Evaluation;

/// <summary>Ranks, and Kendall's τ-b in n log n (Knight 1966).</summary>
internal static class RankStatistics
{
    /// <summary>Ranks from 1; ties share their mean rank.</summary>
    public static double[] Ranks(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        for (int begin = 0, end; begin < sorted.Length; begin = end)
        {
            for (end = begin + 1; end < sorted.Length && sorted[end] == sorted[begin];) end++;
            for (var i = begin; i < end; i++) ranks[order[i]] = (begin + end + 1) / 2.0;
        }
        return ranks;
    }

    public static double KendallB(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        // by x, and by y where x is tied
        var (keys, values) = (x.ToArray(), y.ToArray());
        Array.Sort(keys, values);
        double tiedX = 0, tiedBoth = 0;
        for (int begin = 0, end; begin < keys.Length; begin = end)
        {
            for (end = begin + 1; end < keys.Length && keys[end] == keys[begin];) end++;
            var run = values.AsSpan(begin, end - begin);
            run.Sort();
            tiedX += Pairs(run.Length);
            tiedBoth += TiedPairs(run);
        }
        var swaps = MergeSort(values, new double[values.Length]); // leaves the values sorted
        var tiedY = TiedPairs(values);
        var all = Pairs(x.Length);
        return (all - tiedX - tiedY + tiedBoth - 2 * swaps) / Math.Sqrt((all - tiedX) * (all - tiedY));
    }

    private static double Pairs(int count) => (double)count * (count - 1) / 2;

    private static double TiedPairs(ReadOnlySpan<double> sorted)
    {
        double pairs = 0;
        for (int i = 1, run = 1; i < sorted.Length; i++)
        {
            run = sorted[i - 1] == sorted[i] ? run + 1 : 1;
            pairs += run - 1;
        }
        return pairs;
    }

    /// <summary>Sorts and returns the number of pairs that stood in falling order.</summary>
    private static double MergeSort(Span<double> values, Span<double> buffer)
    {
        if (values.Length < 2) return 0;
        var middle = values.Length / 2;
        var swaps = MergeSort(values[..middle], buffer[..middle]) + MergeSort(values[middle..], buffer[middle..]);
        for (int left = 0, right = middle, to = 0; to < values.Length; to++)
        {
            var takeLeft = right == values.Length || (left < middle && values[left] <= values[right]);
            if (!takeLeft) swaps += middle - left;
            buffer[to] = takeLeft ? values[left++] : values[right++];
        }
        buffer.CopyTo(values);
        return swaps;
    }
}
