namespace Mmva;

/// <summary>A mood that applies to a point.</summary>
/// <param name="Mood">The mood.</param>
/// <param name="Distance">The distance from the point: to the center, from 0 to √2 in [0, 1]², or 0 inside a region.</param>
public readonly record struct MoodMatch(Mood Mood, double Distance);
