namespace Mmva.Encoders;

/// <summary>Groups texts of about equal length, so that little padding is computed.</summary>
internal static class TokenBatches
{
    /// <summary>The texts of each batch, as indices; shorter texts come first.</summary>
    /// <param name="lengths">The tokens of each text.</param>
    /// <param name="precision">The arithmetic.</param>
    public static IEnumerable<ArraySegment<int>> Plan(IReadOnlyList<int> lengths, Precision precision = Precision.Exact)
    {
        // products of this many rows run at full speed, and more would only overflow the caches;
        // those of bytes take less time, so that loading the weights has a larger share
        var maxTokens = precision == Precision.Fast ? 768 : 512;
        var order = Enumerable.Range(0, lengths.Count).OrderBy(i => lengths[i]).ToArray();
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && Fits(start, end + 1); end++) { }
            yield return new(order, start, end - start);
        }

        bool Fits(int start, int end)
        {
            var padded = lengths[order[end - 1]] * (end - start);
            var padding = 0;
            for (var i = start; i < end; i++) padding += lengths[order[end - 1]] - lengths[order[i]];
            return padded <= maxTokens && padding * 12 <= padded;
        }
    }
}
