namespace Mmva;

/// <summary>A mix for a mood or an occasion: the name that users know, and the region of its tracks.</summary>
/// <remarks>
/// The names are those of the mixes of Navidrome's mood plugin. A mix covers one or more moods of <see cref="MoodVocabulary.Default"/>: its region is
/// the smallest rectangle around their centers, with <see cref="Margin"/> on each side.
/// </remarks>
public sealed record MoodMix
{
    /// <summary>How far a region reaches beyond the centers of its moods.</summary>
    public const float Margin = 0.12f;

    private MoodMix(string name, params string[] moods)
    {
        Name = name;
        Region = Around([.. moods.Select(mood => MoodVocabulary.Default.Find(mood)!.Center)]);
    }

    /// <summary>The mixes, in the order in which players list them.</summary>
    public static IReadOnlyList<MoodMix> All { get; } =
    [
        new("Happy", "Happy"),
        new("Chill", "Chill"),
        new("Energetic", "Energetic"),
        new("Melancholy", "Melancholy", "Sad"),
        new("Party", "Party"),
        new("Aggressive", "Aggressive", "Angry"),
        new("Study", "Calm", "Dreamy"),
        new("Workout", "Energetic", "Party"),
        new("Sleep", "Calm"),
        new("Road Trip", "Uplifting", "Happy", "Energetic"),
        new("Cooking", "Uplifting", "Happy", "Chill"),
        new("Dining", "Romantic", "Chill"),
        new("Background", "Chill", "Dreamy", "Romantic"),
    ];

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The part of the plane that its tracks are from.</summary>
    public EmotionRegion Region { get; }

    /// <summary>Returns the mix with a name, ignoring case, spaces and hyphens, or <see langword="null"/> if there is none.</summary>
    public static MoodMix? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(mix => string.Equals(Bare(mix.Name), Bare(name), StringComparison.OrdinalIgnoreCase));

        static string Bare(string text) => text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
    }

    private static EmotionRegion Around(ReadOnlySpan<ValenceArousal> moods)
    {
        var (minValence, maxValence, minArousal, maxArousal) = (1f, 0f, 1f, 0f);
        foreach (var mood in moods)
        {
            (minValence, maxValence) = (Math.Min(minValence, mood.Valence), Math.Max(maxValence, mood.Valence));
            (minArousal, maxArousal) = (Math.Min(minArousal, mood.Arousal), Math.Max(maxArousal, mood.Arousal));
        }
        return new(Low(minValence), High(maxValence), Low(minArousal), High(maxArousal));

        // a limit at the edge of the plane is none: predictions may lie beyond it
        static float Low(float least) => least - Margin is > 0 and var low ? MathF.Round(low, 3) : float.NegativeInfinity;

        static float High(float most) => most + Margin is < 1 and var high ? MathF.Round(high, 3) : float.PositiveInfinity;
    }
}
