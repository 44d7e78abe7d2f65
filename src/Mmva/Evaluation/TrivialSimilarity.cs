namespace Mmva.Evaluation;

/// <summary>Predictors of the similarity of images and music that see nothing, or the music alone.</summary>
/// <remarks>
/// Fitted to all pairs of the training items; of large sets, to at most a million pairs, evenly spaced. Immutable; safe to use from several threads.
/// </remarks>
public sealed class TrivialSimilarity
{
    private const int MaxImages = 2000, MaxMusic = 500;

    private readonly ValenceArousal[] _images;
    private readonly EmotionalSimilarity _similarity;

    /// <summary>Fits the predictors.</summary>
    /// <param name="images">The ratings of the training images.</param>
    /// <param name="music">The ratings of the training music.</param>
    /// <param name="similarity">The similarity to predict.</param>
    /// <exception cref="ArgumentException">There are no images or no music.</exception>
    public TrivialSimilarity(IReadOnlyList<ValenceArousal> images, IReadOnlyList<ValenceArousal> music, EmotionalSimilarity similarity)
    {
        if (images.Count == 0 || music.Count == 0)
            throw new ArgumentException($"There are {images.Count} images and {music.Count} pieces of music; both are needed.", nameof(images));
        _images = Spaced(images, MaxImages);
        _similarity = similarity;
        var pairs = Spaced(music, MaxMusic).SelectMany(Scores).ToArray();
        (Mean, Median) = (pairs.Average(), MedianOf(pairs));
    }

    /// <summary>The mean similarity of the training pairs: the constant with the least squared error.</summary>
    public double Mean { get; }

    /// <summary>The median similarity of the training pairs: the constant with the least absolute error.</summary>
    public double Median { get; }

    /// <summary>Predicts the similarity of a piece of music and any image.</summary>
    /// <param name="music">The point of the music.</param>
    /// <returns>The mean and the median of the similarities of this point and the training images.</returns>
    public (double Mean, double Median) OfMusic(ValenceArousal music)
    {
        var scores = Scores(music);
        return (scores.Average(), MedianOf(scores));
    }

    private double[] Scores(ValenceArousal music) => [.. _images.Select(image => _similarity.Score(image, music))];

    private static ValenceArousal[] Spaced(IReadOnlyList<ValenceArousal> points, int most) => points.Count <= most
        ? [.. points] : [.. Enumerable.Range(0, most).Select(i => points[(int)((long)i * points.Count / most)])];

    private static double MedianOf(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
