using Mmva.Training;

namespace Mmva.Data;

/// <summary>Images, clips with captions, and scored pairs of them, split for training.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class ImemnetDataset
{
    internal ImemnetDataset(
        IReadOnlyList<RatedItem> images, IReadOnlyList<MusicClip> clips, EmotionalSimilarity similarity, IReadOnlyList<ImemnetPair> pairs,
        DatasetSplit split, IReadOnlyList<ImemnetCount> counts, RefinementCounts? refinement, IReadOnlyList<string> problems)
    {
        Images = images;
        Clips = clips;
        Similarity = similarity;
        Pairs = pairs;
        Split = split;
        Counts = counts;
        Refinement = refinement;
        Problems = problems;
    }

    /// <summary>The images.</summary>
    public IReadOnlyList<RatedItem> Images { get; }

    /// <summary>The clips, by song.</summary>
    public IReadOnlyList<MusicClip> Clips { get; }

    /// <summary>The captions as items whose content is the text, with the id, the rating and the group of their clip.</summary>
    public IReadOnlyList<RatedItem> Captions =>
        [.. Clips.Where(c => c.Item.Caption is not null).Select(c => c.Item with { Content = c.Item.Caption! })];

    /// <summary>Eq. 1 with the σ of the data set.</summary>
    public EmotionalSimilarity Similarity { get; }

    /// <summary>All selected or published pairs with their scores.</summary>
    public IReadOnlyList<ImemnetPair> Pairs { get; }

    /// <summary>Indices in <see cref="Pairs"/>.</summary>
    public DatasetSplit Split { get; }

    /// <summary>The numbers of items next to the published ones.</summary>
    public IReadOnlyList<ImemnetCount> Counts { get; }

    /// <summary>What became of the captions that speak of quality, or <see langword="null"/> if no language model was asked.</summary>
    public RefinementCounts? Refinement { get; }

    /// <summary>What was left out or kept as it was, and why, each with the file or the clip. Errors in tables are exceptions instead.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>What the training pairs share with the test pairs.</summary>
    public PairLeaks Leaks() => PairLeaks.Between(Split.Train.Select(i => Pairs[i]), Split.HoldOut.Select(i => Pairs[i]));

    /// <summary>The clips as inputs of a feature cache. Each song is decoded once for all of its clips.</summary>
    /// <param name="decoder">Decodes the songs.</param>
    /// <exception cref="ArgumentException">The decoder returns excerpts, in which a clip is somewhere else.</exception>
    public IReadOnlyList<FeatureInput<Waveform>> ClipInputs(IAudioDecoder decoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        var songs = new SongReader(decoder);
        return [.. Clips.Select(clip => clip.AsInput(songs))];
    }

    /// <summary>
    /// The images, clips and captions of some pairs, to be matched at random, with σ of the whole data set: the paper's training.
    /// </summary>
    /// <param name="pairs">Indices in <see cref="Pairs"/>, such as <c>Split.Train</c>.</param>
    /// <param name="images">Features of the images.</param>
    /// <param name="clips">Features of the clips.</param>
    /// <param name="captions">Features of the captions.</param>
    /// <exception cref="ArgumentException">No pair has all three features.</exception>
    public RandomMatching ToRandomMatching(IReadOnlyList<int> pairs, FeatureSet images, FeatureSet clips, FeatureSet captions)
    {
        var triples = Triples(pairs, images, clips, captions);
        var rows = triples.Select(t => (t.Music, t.Caption)).Distinct().OrderBy(row => row.Music).ToList();
        return new(
            images.Take([.. triples.Select(t => t.Image).Distinct().Order()]), clips.Take([.. rows.Select(r => r.Music)]),
            captions.Take([.. rows.Select(r => r.Caption)]), similarity: Similarity);
    }

    /// <summary>The pairs as they are, with their scores: the paper's ablation without random matching.</summary>
    /// <param name="pairs">Indices in <see cref="Pairs"/>, such as <c>Split.Train</c>.</param>
    /// <param name="images">Features of the images.</param>
    /// <param name="clips">Features of the clips.</param>
    /// <param name="captions">Features of the captions.</param>
    /// <returns>A source of batches. Pairs without features of image, clip and caption are passed over.</returns>
    /// <exception cref="ArgumentException">No pair has all three features.</exception>
    public IBatchSource ToBatches(IReadOnlyList<int> pairs, FeatureSet images, FeatureSet clips, FeatureSet captions)
    {
        var triples = Triples(pairs, images, clips, captions);
        var scores = new Dictionary<(int, int), float>();
        foreach (var (image, music, _, score) in triples) scores[(image, music)] = score;
        return new ScoredPairs(new(images, clips, captions, [.. triples.Select(t => (t.Image, t.Music, t.Caption))], Similarity), scores);
    }

    private List<(int Image, int Music, int Caption, float Score)> Triples(
        IReadOnlyList<int> pairs, FeatureSet images, FeatureSet clips, FeatureSet captions)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var (imageRows, clipRows, captionRows) = (Rows(images), Rows(clips), Rows(captions));
        var triples = new List<(int, int, int, float)>();
        foreach (var pair in pairs.Select(i => Pairs[i]))
        {
            if (imageRows.TryGetValue(pair.Image, out var image) && clipRows.TryGetValue(pair.Clip, out var clip)
                && captionRows.TryGetValue(pair.Clip, out var caption)) triples.Add((image, clip, caption, (float)pair.Score));
        }
        return triples.Count > 0
            ? triples
            : throw new ArgumentException($"None of {pairs.Count} pairs has features of its image, clip and caption.", nameof(pairs));

        static Dictionary<string, int> Rows(FeatureSet set) =>
            set.Items.Index().ToDictionary(item => item.Item.Id, item => item.Index, StringComparer.Ordinal);
    }
}
