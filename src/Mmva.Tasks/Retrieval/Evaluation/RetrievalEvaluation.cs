namespace Mmva.Tasks.Evaluation;

/// <summary>Ranks pairs by their distance on the emotion plane.</summary>
public static class RetrievalEvaluation
{
    /// <summary>Evaluates queries that look for the item with their own index among all items, such as captions for their music.</summary>
    /// <param name="queries">The points of the queries; finite.</param>
    /// <param name="items">The points of the items, as many; item i belongs to query i.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">The counts differ, there are no queries, or a coordinate is not finite.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static RetrievalMetrics Evaluate(
        IReadOnlyList<ValenceArousal> queries, IReadOnlyList<ValenceArousal> items, CancellationToken cancellationToken = default) =>
        RetrievalMetrics.FromRanks(Ranks(queries, items, cancellationToken));

    /// <summary>
    /// Computes the rank of each query's item, from 1. Ties count against it: equally distant items come first, because many items can share a point.
    /// </summary>
    /// <param name="queries">The points of the queries; finite.</param>
    /// <param name="items">The points of the items, as many; item i belongs to query i.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The ranks, one per query.</returns>
    /// <exception cref="ArgumentException">The counts differ, there are no queries, or a coordinate is not finite.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static int[] Ranks(
        IReadOnlyList<ValenceArousal> queries, IReadOnlyList<ValenceArousal> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(items);
        if (queries.Count != items.Count || queries.Count == 0)
            throw new ArgumentException($"Each query needs its item; there are {queries.Count} queries and {items.Count} items.", nameof(items));
        foreach (var point in queries) ArgumentChecks.ThrowIfNotFinite(point, nameof(queries));
        foreach (var point in items) ArgumentChecks.ThrowIfNotFinite(point, nameof(items));

        var (ranks, points) = (new int[queries.Count], items.ToArray());
        Parallel.For(0, ranks.Length, new ParallelOptions { CancellationToken = cancellationToken }, query =>
        {
            var (point, own) = (queries[query], queries[query].DistanceTo(points[query]));
            ranks[query] = points.Count(item => item.DistanceTo(point) <= own);
        });
        return ranks;
    }
}
