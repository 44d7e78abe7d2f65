using System.Globalization;

namespace Mmva;

/// <summary>A name for a part of the emotion plane: what lies around a center, or a rectangle between thresholds.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed record Mood
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>Creates a mood around a center.</summary>
    /// <param name="name">The name, as it is shown and written to files: at most <see cref="MaxNameLength"/> characters.</param>
    /// <param name="center">The center, each coordinate from 0 to 1.</param>
    /// <param name="radius">The greatest distance from the center, above 0, or <see langword="null"/> for no limit.</param>
    /// <exception cref="MoodException">The name is empty, too long or has a control character, or a number is out of range.</exception>
    public Mood(string name, ValenceArousal center, double? radius = null)
    {
        Name = Checked(name);
        if (!(center.Valence is >= 0 and <= 1 && center.Arousal is >= 0 and <= 1))
            throw new MoodException($"The center of the mood '{name}' is {center}; valence and arousal must be from 0 to 1.");
        if (radius is { } given && !(given > 0 && double.IsFinite(given)))
            throw new MoodException(string.Create(CultureInfo.InvariantCulture, $"The radius of the mood '{name}' is {given}; it must be above 0."));
        Center = center;
        Radius = radius;
    }

    /// <summary>Creates a mood between thresholds.</summary>
    /// <param name="name">The name, as it is shown and written to files: at most <see cref="MaxNameLength"/> characters.</param>
    /// <param name="region">The region. Its lower ends are at most 1, its upper ends at least 0 and not below the lower ones.</param>
    /// <exception cref="MoodException">The name is empty, too long or has a control character, or no point of the plane is in the region.</exception>
    public Mood(string name, EmotionRegion region)
    {
        Name = Checked(name);
        Check("valence", region.MinValence, region.MaxValence);
        Check("arousal", region.MinArousal, region.MaxArousal);
        Region = region;
        Center = region.Center;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The center, each coordinate from 0 to 1; of a region, its middle.</summary>
    public ValenceArousal Center { get; }

    /// <summary>The greatest distance from the center at which the mood applies, or <see langword="null"/> for no limit or a region.</summary>
    public double? Radius { get; }

    /// <summary>The region, or <see langword="null"/> for a mood around a center.</summary>
    public EmotionRegion? Region { get; }

    /// <summary>Whether the mood applies to a point: it lies in the region, or within the radius of the center.</summary>
    public bool AppliesTo(ValenceArousal point) => Region?.Contains(point) ?? !(point.DistanceTo(Center) > Radius);

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    private static string Checked(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (string.IsNullOrWhiteSpace(name)) throw new MoodException("A mood has no name.");
        if (name.Length > MaxNameLength)
            throw new MoodException($"The name of the mood '{name[..20]}…' has {name.Length} characters; at most {MaxNameLength} are supported.");
        return name.Any(char.IsControl) || name.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar)
            ? throw new MoodException("The name of a mood has a control character or is not valid Unicode; players could not show it.") : name.Trim();
    }

    private void Check(string axis, float least, float most)
    {
        if (!(least <= most && least <= 1 && most >= 0))
            throw new MoodException(string.Create(
                CultureInfo.InvariantCulture, $"The mood '{Name}' has {axis} from {least} to {most}: no point between 0 and 1 is in that range."));
    }
}
