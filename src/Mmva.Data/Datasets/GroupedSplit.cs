namespace Mmva.Data;

/// <summary>Splits rated items so that no group is on two sides.</summary>
/// <remarks>
/// Every data set is split separately, by the same shares (see <see cref="RatedItem.DataSet"/>; items without a data set are a further one).
/// Items belong together if they share a <see cref="RatedItem.Group"/>, or a content that is the same up to case, spaces and punctuation, or if they
/// are linked through other items. The same seed and the same order of items result in the same split.
/// </remarks>
public static class GroupedSplit
{
    /// <summary>Splits into training, validation and hold-out items.</summary>
    /// <param name="items">The items, of one data set or several.</param>
    /// <param name="validation">The share to validate on, from 0 to 1.</param>
    /// <param name="holdOut">The share to hold out, from 0 to 1.</param>
    /// <param name="seed">The seed of the random assignment of groups.</param>
    /// <returns>
    /// Indices in <paramref name="items"/>, ascending; every item is in exactly one list. Shares are met as closely as the groups allow.
    /// </returns>
    /// <exception cref="ArgumentException">The shares are negative or leave nothing for training.</exception>
    public static DatasetSplit TrainValidationHoldOut(IReadOnlyList<RatedItem> items, double validation, double holdOut, int seed)
    {
        if (!(validation >= 0 && holdOut >= 0 && validation + holdOut < 1))
            throw new ArgumentException($"The shares {validation} and {holdOut} must be at least 0 and leave something for training.");
        var parts = Assign(items, [1 - validation - holdOut, validation, holdOut], seed);
        return new(parts[0], parts[1], parts[2]);
    }

    /// <summary>Splits into folds of about equal size.</summary>
    /// <param name="items">The items.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="seed">The seed of the random assignment of groups.</param>
    /// <returns>Indices in <paramref name="items"/>, ascending; every item is in exactly one fold.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Folds(IReadOnlyList<RatedItem> items, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        return Assign(items, [.. Enumerable.Repeat(1.0 / folds, folds)], seed);
    }

    /// <summary>Assigns each group, in random order, to the part that lacks most of its share of the group's data set.</summary>
    private static List<int>[] Assign(IReadOnlyList<RatedItem> items, double[] shares, int seed)
    {
        var groups = ItemGroups.Of(items);
        var random = new Random(seed);
        random.Shuffle(groups);
        var totals = items.CountBy(i => i.DataSet).ToDictionary(StringComparer.Ordinal);
        var assigned = Array.ConvertAll(shares, _ => new Dictionary<string, int>(StringComparer.Ordinal));
        // the largest groups first: a game of 34 pieces fits nowhere once the parts are nearly full
        var ordered = groups.Select((group, index) => (Group: group, Index: index, Set: items[group[0]].DataSet))
            .OrderByDescending(g => g.Group.Count > totals[g.Set] / 50 ? g.Group.Count : 0).ThenBy(g => g.Index);
        var parts = Array.ConvertAll(shares, _ => new List<int>());
        foreach (var (group, _, set) in ordered)
        {
            var neediest = 0;
            for (var p = 1; p < parts.Length; p++)
                if (Lack(p, set) > Lack(neediest, set)) neediest = p;
            parts[neediest].AddRange(group);
            foreach (var (dataSet, count) in group.CountBy(i => items[i].DataSet))
                assigned[neediest][dataSet] = assigned[neediest].GetValueOrDefault(dataSet) + count;
        }
        foreach (var part in parts) part.Sort();
        return parts;

        double Lack(int part, string set) => shares[part] * totals[set] - assigned[part].GetValueOrDefault(set);
    }
}

/// <summary>The indices of the items of a split, ascending.</summary>
/// <param name="Train">For fitting.</param>
/// <param name="Validation">For choosing: when to stop, which options.</param>
/// <param name="HoldOut">For reporting, once.</param>
public sealed record DatasetSplit(IReadOnlyList<int> Train, IReadOnlyList<int> Validation, IReadOnlyList<int> HoldOut);
