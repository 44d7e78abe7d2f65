namespace Mmva;

/// <summary>
/// The similarity of two points of the emotion plane: exp(−d / σ), where d is their Euclidean distance (Eq. 1 of arXiv 2501.01094).
/// </summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class EmotionalSimilarity
{
    /// <summary>σ of the published IMEMNet scores, recovered from them to seven digits.</summary>
    public const double ImemnetSigma = 0.3563004;

    /// <summary>Creates the similarity with a given σ.</summary>
    /// <param name="sigma">The distance at which the score falls to 1/e; above 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">σ is not a finite number above 0.</exception>
    public EmotionalSimilarity(double sigma = ImemnetSigma)
    {
        if (!(sigma > 0) || double.IsInfinity(sigma))
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "σ must be a finite, positive number.");
        Sigma = sigma;
    }

    /// <summary>The distance at which the score falls to 1/e.</summary>
    public double Sigma { get; }

    /// <summary>Returns the score of two points, in (0, 1]; 1 if they coincide.</summary>
    public double Score(ValenceArousal a, ValenceArousal b) => Math.Exp(-a.DistanceTo(b) / Sigma);

    /// <summary>Returns the score of two points at a given distance.</summary>
    /// <param name="distance">At least 0.</param>
    public double Score(double distance) => Math.Exp(-distance / Sigma);

    /// <summary>Creates the similarity whose σ is the mean distance over all pairs of two sets, which is the paper's choice.</summary>
    /// <exception cref="ArgumentException">
    /// A set is empty or contains a coordinate that is not finite, or all points of both sets coincide.
    /// </exception>
    public static EmotionalSimilarity Estimate(ReadOnlySpan<ValenceArousal> images, ReadOnlySpan<ValenceArousal> music)
    {
        var mean = MeanDistance.OfAllPairs(images, music);
        return mean > 0
            ? new(mean)
            : throw new ArgumentException("All points of both sets coincide: the mean distance is 0 and cannot be used as σ.", nameof(images));
    }
}
