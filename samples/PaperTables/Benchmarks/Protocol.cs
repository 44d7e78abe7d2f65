using Mmva;
using Mmva.Data;

namespace PaperTables;

/// <summary>A way to split a data set into training, validation and held-out items.</summary>
/// <param name="Name">A short name, for a column.</param>
/// <param name="Description">What is trained on and what is held out, in a sentence.</param>
internal abstract record Protocol(string Name, string Description)
{
    /// <summary>The share of the training items on which training stops, where nothing else is published for it.</summary>
    protected const double ValidationShare = 0.1;

    /// <summary>Returns one split, or one per fold. No item is held out twice.</summary>
    /// <exception cref="MmvaException">Too few items are there.</exception>
    public IReadOnlyList<DatasetSplit> Of(IReadOnlyList<RatedItem> items, int seed)
    {
        var splits = Split(items, seed);
        foreach (var split in splits)
        {
            if (split.Train.Count < 4 || split.Validation.Count < 1 || split.HoldOut.Count < 2)
                throw new MmvaException(
                    $"{Name}: there are {split.Train.Count} items to train on, {split.Validation.Count} to validate and {split.HoldOut.Count} to "
                    + "hold out; at least 4, 1 and 2 are needed. Add the missing files.");
        }
        return splits;
    }

    protected abstract IReadOnlyList<DatasetSplit> Split(IReadOnlyList<RatedItem> items, int seed);

    /// <summary>Splits the rows to train on, keeping groups together.</summary>
    protected static (IReadOnlyList<int> Train, IReadOnlyList<int> Validation) WithoutValidation(
        IReadOnlyList<RatedItem> items, IReadOnlyList<int> rows, int seed)
    {
        var split = GroupedSplit.TrainValidationHoldOut([.. rows.Select(row => items[row])], ValidationShare, 0, seed);
        return ([.. split.Train.Select(i => rows[i])], [.. split.Validation.Select(i => rows[i])]);
    }
}
