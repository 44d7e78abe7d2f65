namespace Mmva.Training;

/// <summary>The paper's first ablation, without random matching: the same matches in every epoch, in shuffled order.</summary>
public sealed class PredefinedPairs : IBatchSource
{
    private readonly LabeledFeatures _images, _music;
    private readonly LabeledFeatures? _captions;
    private readonly (int Image, int Music, int Caption)[] _triples;
    private readonly float[]? _scores;
    private readonly int[] _order;

    /// <summary>Combines three sets by given matches.</summary>
    /// <param name="images">Images with labels.</param>
    /// <param name="music">Music with labels.</param>
    /// <param name="captions">Captions with labels.</param>
    /// <param name="triples">The matches.</param>
    /// <param name="similarity">
    /// The similarity to learn, or <see langword="null"/> for Eq. 1 with <see cref="EmotionalSimilarity.ImemnetSigma"/>.
    /// </param>
    /// <param name="scores">
    /// The similarity of each triple, from 0 to 1, for example as published; or <see langword="null"/> for that of its labels. Where an image or a
    /// piece of music has weight 0, the triple's similarity does too.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are no triples, an index lies outside its set, or the scores are not one from 0 to 1 for each triple.
    /// </exception>
    public PredefinedPairs(
        LabeledFeatures images, LabeledFeatures music, LabeledFeatures captions, IReadOnlyList<(int Image, int Music, int Caption)> triples,
        EmotionalSimilarity? similarity = null, IReadOnlyList<float>? scores = null)
        : this(images, music, captions, captions.Features, triples, similarity, scores) { }

    /// <summary>Combines three sets by given matches, where a caption has the label and the weight of its music.</summary>
    /// <param name="images">Images with labels.</param>
    /// <param name="music">Music with labels.</param>
    /// <param name="captions">Captions.</param>
    /// <param name="triples">The matches.</param>
    /// <param name="similarity">
    /// The similarity to learn, or <see langword="null"/> for Eq. 1 with <see cref="EmotionalSimilarity.ImemnetSigma"/>.
    /// </param>
    /// <param name="scores">The similarity of each triple, from 0 to 1, or <see langword="null"/> for that of its labels.</param>
    /// <exception cref="ArgumentException">
    /// There are no triples, an index lies outside its set, or the scores are not one from 0 to 1 for each triple.
    /// </exception>
    public PredefinedPairs(
        LabeledFeatures images, LabeledFeatures music, FeatureBatch captions, IReadOnlyList<(int Image, int Music, int Caption)> triples,
        EmotionalSimilarity? similarity = null, IReadOnlyList<float>? scores = null)
        : this(images, music, null, captions, triples, similarity, scores) { }

    private PredefinedPairs(
        LabeledFeatures images, LabeledFeatures music, LabeledFeatures? labeledCaptions, FeatureBatch captions,
        IReadOnlyList<(int Image, int Music, int Caption)> triples, EmotionalSimilarity? similarity, IReadOnlyList<float>? scores)
    {
        if (triples.Count == 0) throw new ArgumentException("There are no triples to train on.", nameof(triples));
        foreach (var t in triples)
            if ((uint)t.Image >= images.Count || (uint)t.Music >= music.Count || (uint)t.Caption >= captions.Count)
                throw new ArgumentException(
                    $"The triple of Image = {t.Image}, Music = {t.Music}, Caption = {t.Caption} lies outside the sets of {images.Count} images, "
                    + $"{music.Count} pieces of music and {captions.Count} captions.", nameof(triples));
        if (scores is not null && scores.Count != triples.Count)
            throw new ArgumentException($"There are {triples.Count} triples and {scores.Count} scores.", nameof(scores));
        _images = images;
        _music = music;
        _captions = labeledCaptions;
        Captions = captions;
        Similarity = similarity ?? new();
        _triples = [.. triples];
        _order = new int[_triples.Length];
        if (scores is null) return;
        _scores = [.. scores];
        if (Array.FindIndex(_scores, score => !(score is >= 0 and <= 1)) is var wrong and >= 0)
            throw new ArgumentException($"The score of triple {wrong} is {_scores[wrong]}; it must be from 0 to 1.", nameof(scores));
    }

    /// <summary>The similarity to learn: Eq. 1 with its σ.</summary>
    public EmotionalSimilarity Similarity { get; }

    /// <inheritdoc/>
    public FeatureBatch Images => _images.Features;

    /// <inheritdoc/>
    public FeatureBatch Music => _music.Features;

    /// <inheritdoc/>
    public FeatureBatch Captions { get; }

    double? IBatchSource.Sigma => Similarity.Sigma;

    /// <summary>Returns the number of steps in which every triple comes up once; the last batch may be smaller.</summary>
    public int StepsPerEpoch(int batchSize) => (_order.Length + batchSize - 1) / batchSize;

    /// <inheritdoc/>
    public void BeginEpoch(RandomSource random)
    {
        for (var i = 0; i < _order.Length; i++) _order[i] = i;
        random.Shuffle(_order.AsSpan());
    }

    /// <inheritdoc/>
    public void Fill(MatchedBatch batch, int step, RandomSource random)
    {
        var start = step * batch.Capacity;
        batch.Count = Math.Min(batch.Capacity, _order.Length - start);
        for (var i = 0; i < batch.Count; i++)
            (batch.ImageRows[i], batch.MusicRows[i], batch.CaptionRows[i]) = _triples[_order[start + i]];
        BatchLabels.Fill(batch, _images, _music, _captions, Similarity);
        if (_scores is null) return;
        for (var i = 0; i < batch.Count; i++) batch.Similarities[i] = _scores[_order[start + i]];
    }
}
