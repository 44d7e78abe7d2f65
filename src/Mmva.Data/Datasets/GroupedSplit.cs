namespace Mmva.Data;

/// <summary>Splits rated items so that no group stands on two sides.</summary>
/// <remarks>
/// Every data set is split by itself, by the same shares: see <see cref="RatedItem.DataSet"/>; items without one are a set of their own.
/// Items belong together that share a <see cref="RatedItem.Group"/>, or a content that is the same up to case, spaces and punctuation; so do items that are linked through others.
/// One seed decides everything; the order of the items counts.
/// </remarks>
public static class GroupedSplit
{
    /// <summary>Splits into training, validation and hold-out items.</summary>
    /// <param name="items">The items, of one data set or several.</param>
    /// <param name="validation">The share to validate on, from 0 to 1.</param>
    /// <param name="holdOut">The share to hold out, from 0 to 1.</param>
    /// <param name="seed">Decides which groups go where.</param>
    /// <returns>Places in <paramref name="items"/>, ascending; every item stands in exactly one list. Shares are met as closely as the groups allow.</returns>
    /// <exception cref="ArgumentException">The shares are negative or leave nothing for training.</exception>
    public static DatasetSplit TrainValidationHoldOut(IReadOnlyList<RatedItem> items, double validation, double holdOut, int seed)
    {
        if (!(validation >= 0 && holdOut >= 0 && validation + holdOut < 1)) throw new ArgumentException($"Shares of {validation} and {holdOut}: they must leave something for training.");
        var parts = Assign(items, [1 - validation - holdOut, validation, holdOut], seed);
        return new(parts[0], parts[1], parts[2]);
    }

    /// <summary>Splits into folds of about equal size.</summary>
    /// <param name="items">The items.</param>
    /// <param name="folds">At least 2.</param>
    /// <param name="seed">Decides which groups go where.</param>
    /// <returns>Places in <paramref name="items"/>, ascending; every item stands in exactly one fold.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Folds(IReadOnlyList<RatedItem> items, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        return Assign(items, [.. Enumerable.Repeat(1.0 / folds, folds)], seed);
    }

    /// <summary>Every group, the groups in random order, goes to the part that lacks most of its share of the group's data set.</summary>
    private static List<int>[] Assign(IReadOnlyList<RatedItem> items, double[] shares, int seed)
    {
        var groups = ItemGroups.Of(items);
        var random = new Random(seed);
        random.Shuffle(groups);
        var totals = items.CountBy(i => i.DataSet).ToDictionary(StringComparer.Ordinal);
        var placed = Array.ConvertAll(shares, _ => new Dictionary<string, int>(StringComparer.Ordinal));
        // the largest groups first: a game of 34 pieces finds no place once the parts are nearly full
        var ordered = groups.Select((group, place) => (Group: group, Place: place, Set: items[group[0]].DataSet))
            .OrderByDescending(g => g.Group.Count > totals[g.Set] / 50 ? g.Group.Count : 0).ThenBy(g => g.Place);
        var parts = Array.ConvertAll(shares, _ => new List<int>());
        foreach (var (group, _, set) in ordered)
        {
            var neediest = 0;
            for (var p = 1; p < parts.Length; p++)
                if (Lack(p, set) > Lack(neediest, set)) neediest = p;
            parts[neediest].AddRange(group);
            foreach (var (dataSet, count) in group.CountBy(i => items[i].DataSet)) placed[neediest][dataSet] = placed[neediest].GetValueOrDefault(dataSet) + count;
        }
        foreach (var part in parts) part.Sort();
        return parts;

        double Lack(int part, string set) => shares[part] * totals[set] - placed[part].GetValueOrDefault(set);
    }
}

/// <summary>Places of the items of a split, ascending.</summary>
/// <param name="Train">To fit on.</param>
/// <param name="Validation">To choose on: when to stop, which options.</param>
/// <param name="HoldOut">To report on, once.</param>
public sealed record DatasetSplit(IReadOnlyList<int> Train, IReadOnlyList<int> Validation, IReadOnlyList<int> HoldOut);
