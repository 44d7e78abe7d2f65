namespace Mmva.Training;

/// <summary>The paper's random matching: images and music are paired at random in every step, and captions are matched with the music.</summary>
/// <remarks>
/// Images and music are drawn independently and uniformly. Over an epoch all images and all pieces come up (almost) equally often, in shuffled
/// order. The similarity to learn is exp(−d / σ), where d is the distance between the labels (Eq. 1).
/// </remarks>
public sealed class RandomMatching : IBatchSource
{
    private readonly LabeledFeatures _images, _music;
    private readonly LabeledFeatures? _captions;
    private readonly ICaptionMatching _captionMatching;
    private readonly int[] _imageOrder, _musicOrder;

    /// <summary>Combines three sets.</summary>
    /// <param name="images">Images with labels.</param>
    /// <param name="music">Music with labels.</param>
    /// <param name="captions">Captions with labels. Captions that describe the music have the music's labels.</param>
    /// <param name="captionMatching">Chooses a caption for each piece, or <see langword="null"/> to match caption i with piece i.</param>
    /// <param name="similarity">
    /// The similarity to learn, or <see langword="null"/> for Eq. 1 with the mean distance over all pairs of labeled images and music as σ.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The numbers of captions and pieces differ and there is no <paramref name="captionMatching"/>, or σ cannot be estimated.
    /// </exception>
    public RandomMatching(
        LabeledFeatures images, LabeledFeatures music, LabeledFeatures captions, ICaptionMatching? captionMatching = null,
        EmotionalSimilarity? similarity = null) : this(images, music, captions, captions.Features, captionMatching, similarity) { }

    /// <summary>Combines three sets of which only two are rated, as in the paper: a caption has the label and the weight of its music.</summary>
    /// <param name="images">Images with labels.</param>
    /// <param name="music">Music with labels.</param>
    /// <param name="captions">Captions.</param>
    /// <param name="captionMatching">Chooses a caption for each piece, or <see langword="null"/> to match caption i with piece i.</param>
    /// <param name="similarity">
    /// The similarity to learn, or <see langword="null"/> for Eq. 1 with the mean distance over all pairs of labeled images and music as σ.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The numbers of captions and pieces differ and there is no <paramref name="captionMatching"/>, or σ cannot be estimated.
    /// </exception>
    public RandomMatching(
        LabeledFeatures images, LabeledFeatures music, FeatureBatch captions, ICaptionMatching? captionMatching = null,
        EmotionalSimilarity? similarity = null) : this(images, music, null, captions, captionMatching, similarity) { }

    private RandomMatching(
        LabeledFeatures images, LabeledFeatures music, LabeledFeatures? labeledCaptions, FeatureBatch captions, ICaptionMatching? captionMatching,
        EmotionalSimilarity? similarity)
    {
        if (captionMatching is null && captions.Count != music.Count)
            throw new ArgumentException(
                $"There are {music.Count} pieces of music and {captions.Count} captions; match them with an {nameof(ICaptionMatching)}.",
                nameof(captions));
        _images = images;
        _music = music;
        _captions = labeledCaptions;
        Captions = captions;
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
    public FeatureBatch Captions { get; }

    double? IBatchSource.Sigma => Similarity.Sigma;

    /// <summary>Returns the number of steps in which every item of the larger set, images or music, comes up once.</summary>
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
        // if one set comes up several times in an epoch, later rounds must not get the same partners
        random.Shuffle(batch.MusicRows.AsSpan(0, batch.Count));
        _captionMatching.Match(batch.MusicRows.AsSpan(0, batch.Count), batch.CaptionRows.AsSpan(0, batch.Count), random);
        BatchLabels.Fill(batch, _images, _music, _captions, Similarity);
    }

    private static void Shuffle(int[] order, RandomSource random)
    {
        for (var i = 0; i < order.Length; i++) order[i] = i;
        random.Shuffle(order.AsSpan());
    }

    private static ValenceArousal[] Labels(LabeledFeatures set) => [.. set.Emotions.Where((_, i) => set.WeightOf(i) > 0)];
}
