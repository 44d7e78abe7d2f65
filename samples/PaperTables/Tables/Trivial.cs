using Mmva;
using Mmva.Data;
using Mmva.Evaluation;

namespace PaperTables;

/// <summary>Predictors that need no features.</summary>
internal static class Trivial
{
    public const string Constant = "constant", Median = "median", SetMean = "mean of the data set", SongMean = "song mean";

    /// <summary>Similarity predictors that ignore the image: from the rating of the music, or from the point that MMVA predicts for it.</summary>
    public const string MusicOnly = "music only, its rating known", MusicPredicted = "music only, as MMVA predicts it";

    /// <summary>All, with their keys in the JSON.</summary>
    public static IReadOnlyList<(string Name, string Key)> Names { get; } =
    [
        (Constant, "constant"), (Median, "median"), (SetMean, "setMean"), (SongMean, "songMean"), (MusicOnly, "musicOnly"),
        (MusicPredicted, "musicOnlyPredicted"),
    ];

    /// <summary>Adds the predictors of points for the held-out side.</summary>
    public static void AddPoints(HeldOut heldOut, Modality modality, IReadOnlyList<RatedItem> training, IReadOnlyList<RatedItem> items)
    {
        var (mean, median) = (Of(training, values => values.Average()), Of(training, MedianOf));
        var means = BySet(training, items, values => values.Average());
        Add(Constant, [.. items.Select(_ => mean)], Parts.All);
        Add(Constant, means, Parts.Sets);
        Add(Median, [.. items.Select(_ => median)], Parts.All);
        Add(Median, BySet(training, items, MedianOf), Parts.Sets);
        if (items.Select(i => i.DataSet).Distinct().Skip(1).Any()) Add(SetMean, means, Parts.All);
        heldOut.AddPoints(SongMean, modality, items, SongMeans(items));

        void Add(string name, ValenceArousal[] predicted, Parts parts) =>
            heldOut.AddPoints(name, modality, items, [.. predicted.Cast<ValenceArousal?>()], parts);
    }

    /// <summary>Adds the predictors of similarities.</summary>
    /// <param name="predictedMusic">The points that MMVA predicts for the music.</param>
    public static void AddSimilarities(HeldOut heldOut, TestPairs pairs, TrivialSimilarity trivial, IReadOnlyList<ValenceArousal> predictedMusic)
    {
        heldOut.AddSimilarities(Constant, pairs, [.. pairs.Targets.Select(_ => trivial.Mean)]);
        heldOut.AddSimilarities(Median, pairs, [.. pairs.Targets.Select(_ => trivial.Median)]);
        Add(MusicOnly, pairs.Side.Music.Emotions);
        Add(MusicPredicted, predictedMusic);

        void Add(string name, IReadOnlyList<ValenceArousal> points)
        {
            double[] byPiece = [.. points.Select(point => trivial.OfMusic(point).Mean)];
            heldOut.AddSimilarities(name, pairs, [.. pairs.Music.Select(m => byPiece[m])]);
        }
    }

    /// <summary>
    /// The mean rating of the other clips of the same song, which only somebody who has rated the song knows; null if there is no other clip.
    /// </summary>
    private static ValenceArousal?[] SongMeans(IReadOnlyList<RatedItem> items)
    {
        var songs = items.GroupBy(i => i.Group, StringComparer.Ordinal).ToDictionary(
            g => g.Key, g => (Count: g.Count(), V: g.Sum(i => (double)i.Emotion.Valence), A: g.Sum(i => (double)i.Emotion.Arousal)),
            StringComparer.Ordinal);
        return [.. items.Select(item => songs[item.Group] is { Count: > 1 } song
            ? new ValenceArousal(
                (float)((song.V - item.Emotion.Valence) / (song.Count - 1)), (float)((song.A - item.Emotion.Arousal) / (song.Count - 1)))
            : (ValenceArousal?)null)];
    }

    // of a set that training has not, the mean of all
    private static ValenceArousal[] BySet(
        IReadOnlyList<RatedItem> training, IReadOnlyList<RatedItem> items, Func<IReadOnlyList<double>, double> summary)
    {
        var sets = training.GroupBy(i => i.DataSet, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Of([.. g], summary), StringComparer.Ordinal);
        var all = Of(training, summary);
        return [.. items.Select(item => sets.GetValueOrDefault(item.DataSet, all))];
    }

    private static ValenceArousal Of(IReadOnlyList<RatedItem> rated, Func<IReadOnlyList<double>, double> summary) => new(
        (float)summary([.. rated.Select(i => (double)i.Emotion.Valence)]), (float)summary([.. rated.Select(i => (double)i.Emotion.Arousal)]));

    private static double MedianOf(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
