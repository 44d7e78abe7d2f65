namespace Mmva.Tasks.Evaluation;

/// <summary>Ranks pairs by their distance on the emotion plane.</summary>
public static class RetrievalEvaluation
{
    /// <summary>Metrics of queries that look for the item at their own position among all items: captions for their music, for example.</summary>
    /// <param name="queries">Places of the queries; finite.</param>
    /// <param name="items">Places of the items, as many; the i-th belongs to the i-th query.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">The numbers differ, there are none, or a coordinate is not finite.</exception>
    public static RetrievalMetrics Evaluate(IReadOnlyList<ValenceArousal> queries, IReadOnlyList<ValenceArousal> items, CancellationToken cancellationToken = default) =>
        RetrievalMetrics.FromRanks(Ranks(queries, items, cancellationToken));

    /// <summary>The rank of each query's item, from 1. Ties count against it: every item that is as near comes before it, because on a plane many items can share a place.</summary>
    /// <inheritdoc cref="Evaluate"/>
    public static int[] Ranks(IReadOnlyList<ValenceArousal> queries, IReadOnlyList<ValenceArousal> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(items);
        if (queries.Count != items.Count || queries.Count == 0) throw new ArgumentException($"Each query needs its item; there are {queries.Count} queries and {items.Count} items.", nameof(items));
        foreach (var place in queries) Finite.ThrowIfNot(place);
        foreach (var place in items) Finite.ThrowIfNot(place);

        var (ranks, places) = (new int[queries.Count], items.ToArray());
        Parallel.For(0, ranks.Length, new ParallelOptions { CancellationToken = cancellationToken }, query =>
        {
            var (place, own) = (queries[query], queries[query].DistanceTo(places[query]));
            ranks[query] = places.Count(item => item.DistanceTo(place) <= own);
        });
        return ranks;
    }
}
