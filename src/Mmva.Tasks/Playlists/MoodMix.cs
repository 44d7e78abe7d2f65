namespace Mmva;

/// <summary>A mix for a mood or an occasion: the name that users know, and the region of its tracks.</summary>
/// <remarks>
/// The names are those of the mixes of Navidrome's mood plugin. A mix covers one or more moods: its region is the smallest rectangle around their
/// centers, with <see cref="Margin"/> on each side.
/// </remarks>
public sealed record MoodMix
{
    /// <summary>How far a region reaches beyond the centers of its moods.</summary>
    public const float Margin = 0.12f;

    // the centers of the moods that the mixes consist of
    private static readonly ValenceArousal
        HappyMood = new(0.853f, 0.652f), PartyMood = new(0.805f, 0.729f), EnergeticMood = new(0.690f, 0.802f), UpliftingMood = new(0.760f, 0.583f),
        AggressiveMood = new(0.336f, 0.809f), AngryMood = new(0.168f, 0.849f), MelancholyMood = new(0.309f, 0.372f), SadMood = new(0.251f, 0.308f),
        CalmMood = new(0.646f, 0.186f), ChillMood = new(0.699f, 0.362f), RomanticMood = new(0.677f, 0.425f), DreamyMood = new(0.622f, 0.324f);

    private MoodMix(string name, params ReadOnlySpan<ValenceArousal> moods)
    {
        Name = name;
        Region = Around(moods);
    }

    /// <summary>The mixes, in the order in which players list them.</summary>
    public static IReadOnlyList<MoodMix> All { get; } =
    [
        new("Happy", HappyMood),
        new("Chill", ChillMood),
        new("Energetic", EnergeticMood),
        new("Melancholy", MelancholyMood, SadMood),
        new("Party", PartyMood),
        new("Aggressive", AggressiveMood, AngryMood),
        new("Study", CalmMood, DreamyMood),
        new("Workout", EnergeticMood, PartyMood),
        new("Sleep", CalmMood),
        new("Road Trip", UpliftingMood, HappyMood, EnergeticMood),
        new("Cooking", UpliftingMood, HappyMood, ChillMood),
        new("Dining", RomanticMood, ChillMood),
        new("Background", ChillMood, DreamyMood, RomanticMood),
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
