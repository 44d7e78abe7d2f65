using Mmva.Data.Datasets;

namespace TrainCompact;

/// <summary>Rows of the three modalities on one side of a split.</summary>
internal sealed record Rows(IReadOnlyList<int> Images, IReadOnlyList<int> Music, IReadOnlyList<int> Texts)
{
    public static Rows All(TrainingData data) => new(Range(data.Images), Range(data.Music), Range(data.Texts));

    private static int[] Range(RatedSet set) => [.. Enumerable.Range(0, set.Count)];
}

/// <summary>A split by groups: themes, recordings, games, songs, documents and word stems stay on one side.</summary>
internal sealed record Fold(Rows Train, Rows Validation, Rows HoldOut)
{
    /// <summary>Every fold is held out once; of the rest, the next one is validated on.</summary>
    public static IReadOnlyList<Fold> Of(TrainingData data, int seed)
    {
        var parts = new[] { data.Images, data.Music, data.Texts }.Select(set => GroupedSplit.Folds(set.Items, Recipe.Folds, seed)).ToArray();
        return [.. Enumerable.Range(0, Recipe.Folds).Select(f => new Fold(Join(k => k != f && k != Next(f)), Join(k => k == Next(f)), Join(k => k == f)))];

        static int Next(int fold) => (fold + 1) % Recipe.Folds;

        Rows Join(Func<int, bool> take)
        {
            int[][] rows = [.. parts.Select(p => p.Where((_, k) => take(k)).SelectMany(k => k).Order().ToArray())];
            return new(rows[0], rows[1], rows[2]);
        }
    }
}
