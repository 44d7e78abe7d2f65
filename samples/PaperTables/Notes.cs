using Mmva.Evaluation;

namespace PaperTables;

/// <summary>What a reader of the tables must know.</summary>
internal static class Notes
{
    public static IReadOnlyList<string> Ablation { get; } =
    [
        "No random matching: trained on the pairs that Zhao et al. select (per piece 30 random, 10 best and 10 worst images; a tenth of all), each "
        + "with one caption for good. No similarity predictor: trained without this head; its similarities are Eq. 1 on the predicted points.",
    ];

    public static IReadOnlyList<string> Prediction(TableData data) =>
    [
        "SP-Net, L3-Net, ACP-Net and CDCML are approximations of published systems on the same features, trained and stopped in the same way as "
        + "MMVA. They read no captions. The probabilities of the first three are mapped to similarities by a line fitted on validation pairs."
        + (data.Music.Shape.Layers == 1 ? " These features of music have one layer, with which SP-Net is the same as ACP-Net." : ""),
        PublishedResults.Warning,
        "Means over the seeds, with intervals over songs and themes. constant: the training mean, and on single data sets that of the set; median: "
        + "the same with medians; song mean: the mean rating of the other clips of a song, given where every piece has one; it needs ratings that a "
        + "split by songs withholds. Fewer than five songs or themes have no interval.",
        "Similarity of all pairs of held-out images and music, or of 20,000 at random. music only: the mean similarity of the piece to the training "
        + "images, from its true rating (an upper bound for whatever ignores the image), or from the point that MMVA predicts for it. "
        + (data.HasOwnCaptions
            ? "Pieces with captions of their own are scored with these."
            : "The captions belong to no piece. MMVA is given the held-out caption whose predicted point is nearest to the piece's: no rating is "
            + "seen. With captions near the rating of the music, as in training, they tell the model what is asked for."),
    ];

    public static IReadOnlyList<string> Retrieval(bool isManifest, TableData data) =>
    [
        isManifest ? "Pairs of the manifest, up to 1,000 drawn by each seed. Every caption looks for its own track."
        : data.HasOwnCaptions
            ? "The held-out pieces with their captions; pieces without one get the unused held-out caption with the nearest rating."
            : "No pairs of music and captions are at hand: every held-out piece gets the unused held-out caption with the nearest rating, the "
            + "closest pairs first. So this measures emotion alone; a caption does not describe its piece.",
        $"Items at the same distance count against the query. {RetrievalTables.Ratings}: the rank if every point were known. "
        + $"{RetrievalTables.Bound}: what points alone give if caption and music share their point, blurred by MMVA's errors in Table 1. Published "
        + "figures are of other data, with 1,000 pairs; they are not comparable.",
    ];

    public static IReadOnlyList<string> Videos(bool hasVideos) =>
    [
        "TVSum: F is the mean over the users; SumMe: of the user who fits best. Correlations are means over the users, of every 15th frame. Random "
        + "scores are means over 100 seeds. Intervals come from resampling the videos. F depends on the shots more than on the scores, as the "
        + "knapsack prefers short ones: compare with random and constant scores of the same shots.",
        hasVideos
            ? "MMVA of the first seed scores frames by their arousal; music clips: the items are the clips of the music themselves. The "
            + "training-free criteria are the baseline that arousal must beat."
            : "The videos are not at hand (--videos), so there are no rows of MMVA, of its music variant and of the training-free criteria.",
    ];

    public static IReadOnlyList<string> Tasks(bool hasVideos) =>
        ["The same three models as in Table 3 on the pairs of Table 2" + (hasVideos ? " and on the videos of Table 4." : "; no videos are at hand.")];
}
