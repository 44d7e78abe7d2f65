using System.Globalization;

namespace Mmva;

/// <summary>A rectangle of the emotion plane, with its edges.</summary>
/// <param name="MinValence">The lowest valence; −∞ for no limit.</param>
/// <param name="MaxValence">The highest valence; +∞ for no limit.</param>
/// <param name="MinArousal">The lowest arousal; −∞ for no limit.</param>
/// <param name="MaxArousal">The highest arousal; +∞ for no limit.</param>
public readonly record struct EmotionRegion(float MinValence, float MaxValence, float MinArousal, float MaxArousal)
{
    /// <summary>The whole plane, with points outside [0, 1].</summary>
    public static EmotionRegion Everywhere { get; } =
        new(float.NegativeInfinity, float.PositiveInfinity, float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>Whether no limit is NaN, and no minimum is above its maximum.</summary>
    public bool IsValid => MinValence <= MaxValence && MinArousal <= MaxArousal;

    /// <summary>The middle of the part of the region in [0, 1]², or the nearest point of the square if there is no such part.</summary>
    public ValenceArousal Center => new(Middle(MinValence, MaxValence), Middle(MinArousal, MaxArousal));

    /// <summary>Returns the smallest region around a disc.</summary>
    /// <param name="center">The center; finite.</param>
    /// <param name="radius">The radius; at least 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="center"/> or <paramref name="radius"/> is out of its range.</exception>
    public static EmotionRegion Around(ValenceArousal center, float radius)
    {
        ArgumentChecks.ThrowIfNotFinite(center);
        if (!(radius >= 0) || !float.IsFinite(radius))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius must be at least 0 and finite.");
        return new(center.Valence - radius, center.Valence + radius, center.Arousal - radius, center.Arousal + radius);
    }

    /// <summary>Whether a point is in the region or on its edge.</summary>
    public bool Contains(ValenceArousal point) =>
        point.Valence >= MinValence && point.Valence <= MaxValence && point.Arousal >= MinArousal && point.Arousal <= MaxArousal;

    /// <summary>Returns the limits with three decimals, in the invariant culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"valence {MinValence:F3} to {MaxValence:F3}, arousal {MinArousal:F3} to {MaxArousal:F3}");

    /// <exception cref="ArgumentOutOfRangeException">The region is not valid.</exception>
    internal void ThrowIfInvalid()
    {
        if (!IsValid)
            throw new ArgumentOutOfRangeException("region", this, "A region needs limits that are not NaN, and no minimum above its maximum.");
    }

    private static float Middle(float min, float max) => (Math.Clamp(min, 0, 1) + Math.Clamp(max, 0, 1)) / 2;
}
