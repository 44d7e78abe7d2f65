namespace Mmva.Tasks.Evaluation;

/// <summary>The metrics of <see cref="RetrievalMetrics"/> with their intervals, from resampling the queries among the same items.</summary>
/// <param name="Count">The number of queries, which is also the number of items.</param>
/// <param name="RecallAt1">The share of queries whose item comes first, from 0 to 1.</param>
/// <param name="RecallAt5">The share whose item is among the first five.</param>
/// <param name="RecallAt10">The share whose item is among the first ten.</param>
/// <param name="ReciprocalRankAt10">The mean of 1/rank, 0 beyond rank 10: mAP10 where one item is relevant.</param>
/// <param name="MedianRank">The median rank, counted from 1.</param>
public sealed record RetrievalEstimates(
    int Count, MetricEstimate RecallAt1, MetricEstimate RecallAt5, MetricEstimate RecallAt10, MetricEstimate ReciprocalRankAt10,
    MetricEstimate MedianRank)
{
    /// <summary>Computes the metrics of ranks.</summary>
    /// <param name="ranks">The rank of each query's item, from 1.</param>
    /// <param name="seed">The seed of the intervals.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">There are no ranks, or one is below 1.</exception>
    public static RetrievalEstimates FromRanks(IReadOnlyCollection<int> ranks, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        if (ranks.Count == 0 || ranks.Min() < 1) throw new ArgumentException("Ranks start at 1, and there must be at least one.", nameof(ranks));
        return new(
            ranks.Count, Recall(1), Recall(5), Recall(10), Mean(rank => rank <= 10 ? 1.0 / rank : 0),
            Bootstrap.Estimate([.. ranks.Select(rank => (double)rank)], Bootstrap.Median, seed));

        MetricEstimate Recall(int among) => Mean(rank => rank <= among ? 1 : 0);

        MetricEstimate Mean(Func<int, double> value) => Bootstrap.Mean([.. ranks.Select(value)], seed);
    }
}
