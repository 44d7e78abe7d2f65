using Mmva.Data;

namespace PaperTables;

/// <summary>Cross-validation: every group is held out once, and all predictions are measured together. Each seed has folds of its own.</summary>
internal sealed record GroupedFolds(string What) : Protocol(
    $"{Folds} folds", $"{Folds}-fold cross-validation by {What}, a tenth of the rest for validation; no published split was found.")
{
    public const int Folds = 5;

    protected override IReadOnlyList<DatasetSplit> Split(IReadOnlyList<RatedItem> items, int seed)
    {
        var folds = GroupedSplit.Folds(items, Folds, seed);
        return [.. folds.Select(fold =>
        {
            var held = fold.ToHashSet();
            var (train, validation) = WithoutValidation(items, [.. Enumerable.Range(0, items.Count).Where(row => !held.Contains(row))], seed);
            return new DatasetSplit(train, validation, fold);
        })];
    }
}
