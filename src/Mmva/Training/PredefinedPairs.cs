namespace Mmva.Training;

/// <summary>The paper's first ablation, without random matching: the same matches in every epoch, in shuffled order.</summary>
public sealed class PredefinedPairs : IBatchSource
{
    private readonly LabeledFeatures _images, _music, _captions;
    private readonly (int Image, int Music, int Caption)[] _triples, _order;

    /// <summary>Combines three sets by given matches.</summary>
    /// <param name="images">Images with labels.</param>
    /// <param name="music">Music with labels.</param>
    /// <param name="captions">Captions with labels.</param>
    /// <param name="triples">The matches.</param>
    /// <param name="similarity">
    /// The similarity to learn, or <see langword="null"/> for Eq. 1 with <see cref="EmotionalSimilarity.ImemnetSigma"/>.
    /// </param>
    /// <exception cref="ArgumentException">There are no triples, or an index lies outside its set.</exception>
    public PredefinedPairs(
        LabeledFeatures images, LabeledFeatures music, LabeledFeatures captions, IReadOnlyList<(int Image, int Music, int Caption)> triples,
        EmotionalSimilarity? similarity = null)
    {
        if (triples.Count == 0) throw new ArgumentException("There are no triples to train on.", nameof(triples));
        foreach (var t in triples)
            if ((uint)t.Image >= images.Count || (uint)t.Music >= music.Count || (uint)t.Caption >= captions.Count)
                throw new ArgumentException(
                    $"The triple of Image = {t.Image}, Music = {t.Music}, Caption = {t.Caption} lies outside the sets of {images.Count} images, "
                    + $"{music.Count} pieces of music and {captions.Count} captions.", nameof(triples));
        _images = images;
        _music = music;
        _captions = captions;
        Similarity = similarity ?? new();
        (_triples, _order) = ([.. triples], [.. triples]);
    }

    /// <summary>The similarity to learn: Eq. 1 with its σ.</summary>
    public EmotionalSimilarity Similarity { get; }

    /// <inheritdoc/>
    public FeatureBatch Images => _images.Features;

    /// <inheritdoc/>
    public FeatureBatch Music => _music.Features;

    /// <inheritdoc/>
    public FeatureBatch Captions => _captions.Features;

    double? IBatchSource.Sigma => Similarity.Sigma;

    /// <summary>Returns the number of steps in which every triple comes up once; the last batch may be smaller.</summary>
    public int StepsPerEpoch(int batchSize) => (_order.Length + batchSize - 1) / batchSize;

    /// <inheritdoc/>
    public void BeginEpoch(RandomSource random)
    {
        _triples.CopyTo(_order, 0);
        random.Shuffle(_order.AsSpan());
    }

    /// <inheritdoc/>
    public void Fill(MatchedBatch batch, int step, RandomSource random)
    {
        var start = step * batch.Capacity;
        batch.Count = Math.Min(batch.Capacity, _order.Length - start);
        for (var i = 0; i < batch.Count; i++)
            (batch.ImageRows[i], batch.MusicRows[i], batch.CaptionRows[i]) = _order[start + i];
        BatchLabels.Fill(batch, _images, _music, _captions, Similarity);
    }
}
