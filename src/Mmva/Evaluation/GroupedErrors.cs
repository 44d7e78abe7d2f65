namespace Mmva.Evaluation;

/// <summary>The ratings and predictions of one run, summed by the groups that <see cref="GroupBootstrap"/> draws.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class GroupedErrors
{
    private GroupedErrors(IReadOnlyList<string> groups, IReadOnlyList<string> others, (int Group, int Other, ErrorSums Sums)[] cells, int count)
    {
        Groups = groups;
        Others = others;
        Cells = cells;
        Count = count;
        foreach (var (_, _, sums) in cells) Total = Total.Plus(sums, 1);
    }

    /// <summary>The number of ratings.</summary>
    public int Count { get; }

    /// <summary>The sums over all ratings.</summary>
    public ErrorSums Total { get; }

    internal IReadOnlyList<string> Groups { get; }

    /// <summary>The second groups of pairs; empty if there are none.</summary>
    internal IReadOnlyList<string> Others { get; }

    /// <summary>Indices of the groups, and the sums of what belongs to them. <c>Other</c> is −1 if there are no second groups.</summary>
    internal (int Group, int Other, ErrorSums Sums)[] Cells { get; }

    /// <summary>Predictions of rated items.</summary>
    /// <param name="target">The ratings.</param>
    /// <param name="predicted">The predictions, in the same order.</param>
    /// <param name="groups">The group of each item: its song, theme or game.</param>
    /// <exception cref="ArgumentException">There are no ratings, the lengths differ, or a value is not finite.</exception>
    public static GroupedErrors Of(IReadOnlyList<double> target, IReadOnlyList<double> predicted, IReadOnlyList<string> groups) =>
        Sum(target, predicted, groups, null);

    /// <summary>Predictions for pairs of two items, such as the similarity of an image and a piece of music. Both groups are drawn.</summary>
    /// <param name="target">The true values.</param>
    /// <param name="predicted">The predictions, in the same order.</param>
    /// <param name="first">The group of the first item of each pair.</param>
    /// <param name="second">The group of the second item of each pair.</param>
    /// <exception cref="ArgumentException">There are no pairs, the lengths differ, or a value is not finite.</exception>
    public static GroupedErrors OfPairs(
        IReadOnlyList<double> target, IReadOnlyList<double> predicted, IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        Sum(target, predicted, first, second ?? throw new ArgumentNullException(nameof(second)));

    /// <summary>
    /// Plain values, such as 1 for each query that found its item and 0 for the others: <see cref="ErrorSums.Mean"/> is their mean.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="groups">The group of each value.</param>
    /// <exception cref="ArgumentException">There are no values, the lengths differ, or a value is not finite.</exception>
    public static GroupedErrors OfValues(IReadOnlyList<double> values, IReadOnlyList<string> groups) => Sum(values, values, groups, null);

    private static GroupedErrors Sum(
        IReadOnlyList<double> target, IReadOnlyList<double> predicted, IReadOnlyList<string> groups, IReadOnlyList<string>? others)
    {
        if (target.Count == 0 || predicted.Count != target.Count || groups.Count != target.Count || (others?.Count ?? target.Count) != target.Count)
            throw new ArgumentException(
                $"There are {target.Count} ratings, {predicted.Count} predictions and {groups.Count} groups; an equal number of at least one is "
                + "needed.", nameof(predicted));
        var (first, second) = (Indices(groups), Indices(others ?? []));
        var cells = new Dictionary<(int, int), ErrorSums>();
        for (var i = 0; i < target.Count; i++)
        {
            if (!double.IsFinite(target[i]) || !double.IsFinite(predicted[i]))
                throw new ArgumentException($"Pair {i} ({target[i]}, {predicted[i]}) is not finite.", nameof(predicted));
            var key = (first[groups[i]], others is null ? -1 : second[others[i]]);
            cells[key] = cells.GetValueOrDefault(key).Plus(ErrorSums.Of(target[i], predicted[i]), 1);
        }
        // a fixed order of summation: the same bits for the same input
        return new(
            [.. first.Keys.Order(StringComparer.Ordinal)], [.. second.Keys.Order(StringComparer.Ordinal)],
            [.. cells.OrderBy(cell => cell.Key).Select(cell => (cell.Key.Item1, cell.Key.Item2, cell.Value))], target.Count);
    }

    private static Dictionary<string, int> Indices(IReadOnlyList<string> groups) =>
        groups.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Index().ToDictionary(g => g.Item, g => g.Index, StringComparer.Ordinal);
}
