namespace Mmva;

/// <summary>A rectangle of the emotion plane, both ends of each range included.</summary>
/// <param name="MinValence">The least valence, or <see cref="float.NegativeInfinity"/>.</param>
/// <param name="MaxValence">The greatest valence, or <see cref="float.PositiveInfinity"/>.</param>
/// <param name="MinArousal">The least arousal, or <see cref="float.NegativeInfinity"/>.</param>
/// <param name="MaxArousal">The greatest arousal, or <see cref="float.PositiveInfinity"/>.</param>
public readonly record struct MoodRegion(float MinValence, float MaxValence, float MinArousal, float MaxArousal)
{
    /// <summary>The middle of the part of the region within [0, 1]².</summary>
    public ValenceArousal Center => new(Middle(MinValence, MaxValence), Middle(MinArousal, MaxArousal));

    /// <summary>Whether a point lies in the region.</summary>
    public bool Contains(ValenceArousal point) =>
        point.Valence >= MinValence && point.Valence <= MaxValence && point.Arousal >= MinArousal && point.Arousal <= MaxArousal;

    private static float Middle(float least, float most) => (Math.Clamp(least, 0, 1) + Math.Clamp(most, 0, 1)) / 2;
}
