using Mmva.Data;

namespace TrainCompact;

/// <summary>Rows of the three modalities on one side of a split.</summary>
internal sealed record Rows(IReadOnlyList<int> Images, IReadOnlyList<int> Music, IReadOnlyList<int> Texts)
{
    public static Rows All(TrainingData data) => new(Range(data.Images), Range(data.Music), Range(data.Texts));

    private static int[] Range(FeatureSet set) => [.. Enumerable.Range(0, set.Count)];
}

/// <summary>A split by groups: themes, recordings, games, songs, documents and word stems stay on one side.</summary>
internal sealed record Fold(Rows Train, Rows HoldOut)
{
    /// <summary>Every fold is held out once.</summary>
    public static IReadOnlyList<Fold> Of(TrainingData data, int seed)
    {
        var parts = new[] { data.Images, data.Music, data.Texts }.Select(set => GroupedSplit.Folds(set.Items, Recipe.Folds, seed)).ToArray();
        return [.. Enumerable.Range(0, Recipe.Folds).Select(f => new Fold(Join(k => k != f), Join(k => k == f)))];

        Rows Join(Func<int, bool> take)
        {
            int[][] rows = [.. parts.Select(p => p.Where((_, k) => take(k)).SelectMany(k => k).Order().ToArray())];
            return new(rows[0], rows[1], rows[2]);
        }
    }

    /// <summary>Holds out whole sets: one of music, and one category of images.</summary>
    public static Fold Without(TrainingData data, string? music, IEnumerable<int>? images)
    {
        var (all, left) = (Rows.All(data), images?.ToHashSet() ?? []);
        bool IsLeft(int row) => data.Music.Source(row) == music;
        return new(
            all with { Images = [.. all.Images.Where(r => !left.Contains(r))], Music = [.. all.Music.Where(r => !IsLeft(r))] },
            new([.. all.Images.Where(left.Contains)], [.. all.Music.Where(IsLeft)], []));
    }
}
