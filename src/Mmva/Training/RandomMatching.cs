namespace Mmva.Training;

/// <summary>The paper's random matching: images and music are paired afresh in every step, and each caption goes with its music.</summary>
/// <remarks>
/// Every step draws its images and its music, each with equal chance and independently; over an epoch every image and every piece comes up
/// (almost) equally often, in shuffled order. The similarity to learn is exp(−d/σ) of the labels (Eq. 1).
/// </remarks>
public sealed class RandomMatching : IBatchSource
{
    private readonly LabelledFeatures _images, _music, _captions;
    private readonly ICaptionMatching _captionMatching;
    private readonly int[] _imageOrder, _musicOrder;

    /// <summary>Takes three sets.</summary>
    /// <param name="images">Images with labels.</param>
    /// <param name="music">Music with labels.</param>
    /// <param name="captions">Captions with labels; where they describe the music: the music's labels.</param>
    /// <param name="captionMatching">Chooses each piece's caption; null: caption i belongs to piece i.</param>
    /// <param name="similarity">Eq. 1 with its σ; null: σ as the mean distance over all pairs of images and music.</param>
    /// <exception cref="ArgumentException">Caption i is to belong to piece i, but their numbers differ; or σ cannot be estimated.</exception>
    public RandomMatching(LabelledFeatures images, LabelledFeatures music, LabelledFeatures captions, ICaptionMatching? captionMatching = null, EmotionalSimilarity? similarity = null)
    {
        if (captionMatching is null && captions.Count != music.Count)
            throw new ArgumentException($"{music.Count} pieces of music have {captions.Count} captions; say which belongs to which by an {nameof(ICaptionMatching)}.", nameof(captions));
        (_images, _music, _captions) = (images, music, captions);
        _captionMatching = captionMatching ?? new OwnCaptions(music.Count);
        Similarity = similarity ?? EmotionalSimilarity.Estimate(Labels(images), Labels(music));
        (_imageOrder, _musicOrder) = (new int[images.Count], new int[music.Count]);
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

    /// <summary>As many as it takes to see the larger one of images and music once.</summary>
    public int StepsPerEpoch(int batchSize) => (Math.Max(_images.Count, _music.Count) + batchSize - 1) / batchSize;

    /// <inheritdoc/>
    public void BeginEpoch(RandomSource random)
    {
        Shuffle(_imageOrder, random);
        Shuffle(_musicOrder, random);
    }

    /// <inheritdoc/>
    public void Fill(MatchedBatch batch, int step, RandomSource random)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var at = (long)step * batch.Capacity + i;
            batch.ImageRows[i] = _imageOrder[at % _imageOrder.Length];
            batch.MusicRows[i] = _musicOrder[at % _musicOrder.Length];
        }
        // where one set goes round several times in an epoch, its second round must not meet the same partners
        random.Shuffle(batch.MusicRows.AsSpan(0, batch.Count));
        _captionMatching.Match(batch.MusicRows.AsSpan(0, batch.Count), batch.CaptionRows.AsSpan(0, batch.Count), random);
        BatchLabels.Fill(batch, _images, _music, _captions, Similarity);
    }

    private static void Shuffle(int[] order, RandomSource random)
    {
        for (var i = 0; i < order.Length; i++) order[i] = i;
        random.Shuffle(order.AsSpan());
    }

    private static ValenceArousal[] Labels(LabelledFeatures set) => [.. set.Emotions.Where((_, i) => set.WeightOf(i) > 0)];
}
