namespace Mmva.Tasks.Evaluation;

/// <summary>How well the emotions of retrieved items agree with the query, for rated collections in which no item belongs to a query.</summary>
/// <param name="Queries">The number of queries.</param>
/// <param name="Precision">
/// The share of retrieved items in the query's own quadrant of the emotion plane, by the ratings of both; from 0 to 1.
/// </param>
/// <param name="ByQuadrant">The same for the queries of each quadrant; NaN for a quadrant without queries.</param>
/// <param name="MeanDistance">The mean distance between the ratings of a query and of its retrieved items; from 0 to √2.</param>
public sealed record EmotionPrecision(int Queries, double Precision, QuadrantShares ByQuadrant, double MeanDistance)
{
    /// <summary>Retrieves the items whose predicted points are nearest (Eq. 1) to each query's predicted point, and compares the ratings.</summary>
    /// <param name="queries">The predicted and rated point of each query.</param>
    /// <param name="items">The predicted and rated point of each item.</param>
    /// <param name="count">The number of items to retrieve for each query, at least 1; equally distant items in their order.</param>
    /// <returns>The precision.</returns>
    /// <exception cref="ArgumentException">
    /// There are no queries, fewer items than <paramref name="count"/>, or a coordinate is not finite.
    /// </exception>
    public static EmotionPrecision Nearest(IReadOnlyList<RatedPoint> queries, IReadOnlyList<RatedPoint> items, int count)
    {
        Check(queries, items, count);
        return Measure(queries, query => items.OrderBy(item => item.Predicted.DistanceTo(query.Predicted)).Take(count));
    }

    /// <summary>The expected precision of random retrieval.</summary>
    /// <param name="queries">The predicted and rated point of each query.</param>
    /// <param name="items">The predicted and rated point of each item.</param>
    /// <returns>The precision.</returns>
    /// <exception cref="ArgumentException">There are no queries or no items, or a coordinate is not finite.</exception>
    public static EmotionPrecision Chance(IReadOnlyList<RatedPoint> queries, IReadOnlyList<RatedPoint> items)
    {
        Check(queries, items, 1);
        return Measure(queries, _ => items);
    }

    private static EmotionPrecision Measure(IReadOnlyList<RatedPoint> queries, Func<RatedPoint, IEnumerable<RatedPoint>> retrieve)
    {
        var (hits, seen, distance) = (new double[4], new int[4], 0.0);
        foreach (var query in queries)
        {
            var (quadrant, found) = (QuadrantOf(query.Rated), retrieve(query).ToList());
            hits[quadrant] += (double)found.Count(item => QuadrantOf(item.Rated) == quadrant) / found.Count;
            distance += found.Average(item => item.Rated.DistanceTo(query.Rated));
            seen[quadrant]++;
        }
        double Share(int quadrant) => hits[quadrant] / seen[quadrant];
        return new(queries.Count, hits.Sum() / queries.Count, new(Share(0), Share(1), Share(2), Share(3)), distance / queries.Count);
    }

    // in the order of QuadrantShares; the midline belongs to the upper half
    private static int QuadrantOf(ValenceArousal point) => (point.Valence >= 0.5f, point.Arousal >= 0.5f) switch
    {
        (true, true) => 0,
        (false, true) => 1,
        (false, false) => 2,
        _ => 3,
    };

    private static void Check(IReadOnlyList<RatedPoint> queries, IReadOnlyList<RatedPoint> items, int count)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(items);
        if (count < 1 || queries.Count == 0 || items.Count < count)
        {
            throw new ArgumentException(
                $"{queries.Count} queries, {items.Count} items and {count} to retrieve: there must be at least one of each, and enough items.",
                nameof(items));
        }
        foreach (var point in queries.Concat(items))
        {
            ArgumentChecks.ThrowIfNotFinite(point.Predicted, nameof(queries));
            ArgumentChecks.ThrowIfNotFinite(point.Rated, nameof(queries));
        }
    }
}

/// <summary>A predicted and a rated point on the emotion plane.</summary>
/// <param name="Predicted">The prediction of the model.</param>
/// <param name="Rated">The rating.</param>
public readonly record struct RatedPoint(ValenceArousal Predicted, ValenceArousal Rated);

/// <summary>A share for each quadrant of the emotion plane.</summary>
/// <param name="PleasantExcited">Valence and arousal of at least 0.5.</param>
/// <param name="UnpleasantExcited">Valence below 0.5, arousal of at least 0.5.</param>
/// <param name="UnpleasantCalm">Both below 0.5.</param>
/// <param name="PleasantCalm">Valence of at least 0.5, arousal below 0.5.</param>
public readonly record struct QuadrantShares(double PleasantExcited, double UnpleasantExcited, double UnpleasantCalm, double PleasantCalm);
