namespace Mmva.Training;

/// <summary>A batch of matched examples: one image, one piece of music and one caption each, by their places in the feature sets, with what is to be learned of them.</summary>
/// <remarks>A trainer makes one and has its <see cref="IBatchSource"/> fill it for every step. A weight of 0 says that a label is not known; it is then not read.</remarks>
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

    /// <summary>The most examples that fit.</summary>
    public int Capacity { get; }

    /// <summary>Examples of this batch.</summary>
    /// <value>Set to <see cref="Capacity"/> before every filling; a source may lower it.</value>
    public int Count { get; set; }

    /// <summary>Each example's image, by its place in <see cref="IBatchSource.Images"/>.</summary>
    public int[] ImageRows { get; }

    /// <summary>Each example's music, by its place in <see cref="IBatchSource.Music"/>.</summary>
    public int[] MusicRows { get; }

    /// <summary>Each example's caption, by its place in <see cref="IBatchSource.Captions"/>.</summary>
    public int[] CaptionRows { get; }

    /// <summary>The images' labels.</summary>
    public ValenceArousal[] ImageEmotions { get; }

    /// <summary>The music's labels.</summary>
    public ValenceArousal[] MusicEmotions { get; }

    /// <summary>The captions' labels; the paper takes the music's.</summary>
    public ValenceArousal[] CaptionEmotions { get; }

    /// <summary>The similarity of each image with its music, in (0, 1].</summary>
    public float[] Similarities { get; }

    /// <summary>How much each image label counts within its part of the loss; at least 0.</summary>
    /// <value>1 before every filling.</value>
    public float[] ImageWeights { get; }

    /// <summary>How much each music label counts; see <see cref="ImageWeights"/>.</summary>
    public float[] MusicWeights { get; }

    /// <summary>How much each caption label counts; see <see cref="ImageWeights"/>.</summary>
    public float[] CaptionWeights { get; }

    /// <summary>How much each similarity counts; see <see cref="ImageWeights"/>.</summary>
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
