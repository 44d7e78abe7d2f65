namespace Mmva;

/// <summary>The matching score of two points of the emotion plane: exp(−d / σ), d their Euclidean distance (Eq. 1 of arXiv 2501.01094).</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class EmotionalSimilarity
{
    /// <summary>σ of the published IMEMNet scores, recovered from them to eight digits.</summary>
    public const double ImemnetSigma = 0.3563004;

    /// <summary>Uses a given σ.</summary>
    /// <param name="sigma">Above 0: the distance at which the score falls to 1/e.</param>
    /// <exception cref="ArgumentOutOfRangeException">σ is not a positive number.</exception>
    public EmotionalSimilarity(double sigma = ImemnetSigma)
    {
        if (!(sigma > 0) || double.IsInfinity(sigma)) throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "σ must be a positive number.");
        Sigma = sigma;
    }

    /// <summary>The scale of the distance.</summary>
    public double Sigma { get; }

    /// <summary>The score of two points, in (0, 1]; 1 where they coincide.</summary>
    public double Score(ValenceArousal a, ValenceArousal b) => Math.Exp(-a.DistanceTo(b) / Sigma);

    /// <summary>The score of two points at a known distance.</summary>
    /// <param name="distance">At least 0.</param>
    public double Score(double distance) => Math.Exp(-distance / Sigma);

    /// <summary>Takes σ as the mean distance over all pairs of two sets (the paper's choice).</summary>
    /// <exception cref="ArgumentException">A set is empty, has a coordinate that is not finite, or every point of both sets coincides.</exception>
    public static EmotionalSimilarity Estimate(ReadOnlySpan<ValenceArousal> images, ReadOnlySpan<ValenceArousal> music)
    {
        var mean = MeanDistance.OfAllPairs(images, music);
        return mean > 0 ? new(mean) : throw new ArgumentException("Every point of both sets is the same: the mean distance is 0 and cannot be a scale.", nameof(images));
    }
}
