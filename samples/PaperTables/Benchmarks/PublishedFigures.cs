namespace PaperTables;

/// <summary>Figures of others on a benchmark, to be shown next to measured ones.</summary>
/// <param name="Benchmark">The word of the command line.</param>
/// <param name="System">The system.</param>
/// <param name="Metric">The metric of both figures.</param>
/// <param name="Valence">The figure of valence, or null if none was found.</param>
/// <param name="Arousal">The figure of arousal, or null if none was found.</param>
/// <param name="Protocol">What is known of how it was measured.</param>
/// <param name="Source">Where it was read.</param>
internal sealed record PublishedFigures(
    string Benchmark, string System, string Metric, double? Valence, double? Arousal, string Protocol, string Source)
{
    private const string OwnLists = "lists of songs of its own, which were not found", Marble = "MARBLE's split in meta.json",
        Music2Emo = "arXiv 2502.03979, README of AMAAI-Lab/Music2Emotion", MuQ = "arXiv 2501.01108, table of MARBLE in tencent-ailab/MuQ",
        EmoPair = "model card of edsi-umd/Reward-EmoPair";

    /// <summary>All figures that could be verified.</summary>
    public static IReadOnlyList<PublishedFigures> All { get; } =
    [
        new("emomusic", "Music2Emo, four data sets", Metrics.RSquared, 0.651, 0.762, OwnLists, Music2Emo),
        new("emomusic", "Music2Emo, this data set alone", Metrics.RSquared, 0.596, 0.749, OwnLists, Music2Emo),
        new("emomusic", "MuQ-iter", Metrics.RSquared, 0.628, 0.761, Marble, MuQ),
        new("emomusic", "MERT, as reported with MuQ", Metrics.RSquared, 0.612, 0.747, Marble, MuQ),
        new("emomusic", "MusicFM, as reported with MuQ", Metrics.RSquared, 0.603, 0.763, Marble, MuQ),
        new("deam", "Music2Emo, four data sets", Metrics.RSquared, 0.518, 0.623, OwnLists, Music2Emo),
        new("deam", "Music2Emo, this data set alone", Metrics.RSquared, 0.513, 0.603, OwnLists, Music2Emo),
        new("pmemo", "Music2Emo, four data sets", Metrics.RSquared, 0.547, 0.794, OwnLists, Music2Emo),
        new("pmemo", "Music2Emo, this data set alone", Metrics.RSquared, 0.536, 0.777, OwnLists, Music2Emo),
        new("emobank", "Reward-EmoPair (RoBERTa-large, trained further)", Metrics.Pearson, 0.802, null, "the publishers' dev part", EmoPair),
        new("emobank", "Reward-EmoPair (RoBERTa-large, trained further)", Metrics.Pearson, 0.805, null, "the publishers' test part", EmoPair),
    ];
}
