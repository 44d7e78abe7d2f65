namespace Mmva.Tasks.Evaluation;

/// <summary>How well queries find the one item that belongs to each; the metrics of Doh et al. 2023 (arXiv 2211.14558).</summary>
/// <param name="Count">The number of queries, which is also the number of items.</param>
/// <param name="RecallAt1">The share of queries whose item comes first, from 0 to 1.</param>
/// <param name="RecallAt5">The share whose item is among the first five.</param>
/// <param name="RecallAt10">The share whose item is among the first ten.</param>
/// <param name="ReciprocalRankAt10">The mean of 1/rank, 0 beyond rank 10: mAP10 where one item is relevant.</param>
/// <param name="MedianRank">The median rank, counted from 1. Doh et al. count from 0.</param>
public sealed record RetrievalMetrics(int Count, double RecallAt1, double RecallAt5, double RecallAt10, double ReciprocalRankAt10, double MedianRank)
{
    /// <summary>Computes the metrics of ranks.</summary>
    /// <param name="ranks">The rank of each query's item, from 1.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">There are no ranks, or one is below 1.</exception>
    public static RetrievalMetrics FromRanks(IReadOnlyCollection<int> ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        if (ranks.Count == 0 || ranks.Min() < 1) throw new ArgumentException("Ranks start at 1, and there must be at least one.", nameof(ranks));
        int[] sorted = [.. ranks.Order()];
        var middle = sorted.Length / 2;
        return new(
            sorted.Length, Recall(1), Recall(5), Recall(10), sorted.Sum(rank => rank <= 10 ? 1.0 / rank : 0) / sorted.Length,
            sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0);

        double Recall(int among) => (double)sorted.Count(rank => rank <= among) / sorted.Length;
    }

    /// <summary>The expected metrics of a random ranking: K/N, (1 + 1/2 + … + 1/10)/N, (N + 1)/2.</summary>
    /// <param name="count">The number of items, at least 1.</param>
    /// <returns>The metrics.</returns>
    public static RetrievalMetrics Chance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new(
            count, Recall(1), Recall(5), Recall(10), Enumerable.Range(1, Math.Min(10, count)).Sum(rank => 1.0 / rank) / count, (count + 1) / 2.0);

        double Recall(int among) => Math.Min(1, (double)among / count);
    }
}
