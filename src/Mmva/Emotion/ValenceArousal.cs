using System.Globalization;

namespace Mmva;

/// <summary>A point of the emotion plane: valence (unpleasant 0 to pleasant 1) and arousal (calm 0 to excited 1).</summary>
/// <param name="Valence">From 0 (unpleasant) to 1 (pleasant).</param>
/// <param name="Arousal">From 0 (calm) to 1 (excited).</param>
/// <remarks>Labels normalized by another data set's range can lie slightly outside [0, 1]; they are not clipped.</remarks>
public readonly record struct ValenceArousal(float Valence, float Arousal)
{
    /// <summary>Converts a rating from its scale to [0, 1]: (x − minimum) / (maximum − minimum).</summary>
    /// <param name="valence">Valence on the rating scale.</param>
    /// <param name="arousal">Arousal on the rating scale.</param>
    /// <param name="minimum">The lower end of the scale, for example 1 for a nine-point scale.</param>
    /// <param name="maximum">The upper end of the scale, for example 9.</param>
    /// <exception cref="ArgumentException">The maximum is not above the minimum.</exception>
    public static ValenceArousal FromScale(double valence, double arousal, double minimum, double maximum)
    {
        if (!(maximum > minimum))
            throw new ArgumentException($"The scale runs from {minimum} to {maximum}: the maximum must be above the minimum.", nameof(maximum));
        var range = maximum - minimum;
        return new((float)((valence - minimum) / range), (float)((arousal - minimum) / range));
    }

    /// <summary>Whether both coordinates are finite.</summary>
    public bool IsFinite => float.IsFinite(Valence) && float.IsFinite(Arousal);

    /// <summary>Returns the Euclidean distance to another point, from 0 to √2 for points in [0, 1]².</summary>
    public double DistanceTo(ValenceArousal other)
    {
        double v = (double)Valence - other.Valence, a = (double)Arousal - other.Arousal;
        return Math.Sqrt(v * v + a * a);
    }

    /// <summary>Returns valence and arousal with three decimals, in the invariant culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Valence:F3}, {Arousal:F3})");
}
