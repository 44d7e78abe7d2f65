namespace Mmva.Training;

/// <summary>
/// A batch of matched examples: one image, one piece of music and one caption each, as indices into the feature sets, with their labels.
/// </summary>
/// <remarks>
/// A trainer creates one batch, which its <see cref="IBatchSource"/> fills for every step. A weight of 0 means that the label is not known; it is
/// then ignored.
/// </remarks>
public sealed class MatchedBatch
{
    /// <summary>Creates an unfilled batch. A trainer does this; custom code needs it only to test an <see cref="IBatchSource"/>.</summary>
    /// <param name="capacity">The maximum number of examples, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    public MatchedBatch(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
        ImageRows = new int[capacity];
        MusicRows = new int[capacity];
        CaptionRows = new int[capacity];
        ImageEmotions = new ValenceArousal[capacity];
        MusicEmotions = new ValenceArousal[capacity];
        CaptionEmotions = new ValenceArousal[capacity];
        Similarities = new float[capacity];
        ImageWeights = new float[capacity];
        MusicWeights = new float[capacity];
        CaptionWeights = new float[capacity];
        SimilarityWeights = new float[capacity];
        Reset();
    }

    /// <summary>The maximum number of examples.</summary>
    public int Capacity { get; }

    /// <summary>The number of examples in this batch.</summary>
    /// <value><see cref="Capacity"/> before every filling; a source may lower it.</value>
    public int Count { get; set; }

    /// <summary>The indices of the images in <see cref="IBatchSource.Images"/>.</summary>
    public int[] ImageRows { get; }

    /// <summary>The indices of the music in <see cref="IBatchSource.Music"/>.</summary>
    public int[] MusicRows { get; }

    /// <summary>The indices of the captions in <see cref="IBatchSource.Captions"/>.</summary>
    public int[] CaptionRows { get; }

    /// <summary>The images' labels.</summary>
    public ValenceArousal[] ImageEmotions { get; }

    /// <summary>The music's labels.</summary>
    public ValenceArousal[] MusicEmotions { get; }

    /// <summary>The captions' labels, which in the paper are the music's.</summary>
    public ValenceArousal[] CaptionEmotions { get; }

    /// <summary>The similarity of each image and its music, in (0, 1].</summary>
    public float[] Similarities { get; }

    /// <summary>The weights of the images' labels in their part of the loss, at least 0.</summary>
    /// <value>1 before every filling.</value>
    public float[] ImageWeights { get; }

    /// <summary>The weights of the music's labels; see <see cref="ImageWeights"/>.</summary>
    public float[] MusicWeights { get; }

    /// <summary>The weights of the captions' labels; see <see cref="ImageWeights"/>.</summary>
    public float[] CaptionWeights { get; }

    /// <summary>The weights of the similarities; see <see cref="ImageWeights"/>.</summary>
    public float[] SimilarityWeights { get; }

    internal void Reset()
    {
        Count = Capacity;
        ImageWeights.AsSpan().Fill(1);
        MusicWeights.AsSpan().Fill(1);
        CaptionWeights.AsSpan().Fill(1);
        SimilarityWeights.AsSpan().Fill(1);
    }
}
