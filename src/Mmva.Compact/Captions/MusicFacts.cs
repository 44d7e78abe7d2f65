namespace Mmva.Compact;

internal enum MusicKind { Music, Noise, Silence }

internal enum Voice { Unknown, None, Present, Female, Male }

internal enum Pace { Unknown, Slow, Medium, Fast }

internal enum Beat { Unknown, Free, Loose, Steady }

internal enum Dynamics { Ordinary, Even, Varied, Growing, Fading }

internal enum SoundColor { Ordinary, Dark, Bright }

internal enum Texture { Ordinary, Sparse, Busy }

/// <summary>What is certain enough about a piece of music to be put into words. Equal facts have equal captions.</summary>
internal sealed record MusicFacts
{
    // what is less clear than 1 and clearer than this is stated with a reservation
    private const double Likely = 0.75;

    // Made-up noise of any color, wind, applause and whispering have a peakedness of 0.35 to 0.64 (0.67 in a narrow band) and a regularity of at most
    // 0.2. Nearly all music has more of either: see docs/capabilities/captions.md.
    private const double NoisePeakedness = 0.66, NoiseRegularity = 0.25;

    // what noise resembles to the tagger, up to 6.4; metal, the loudest of the others, up to 1.2
    private static readonly string[] NoiseLikeGenres = ["dance", "electronic", "techno", "ambient"];

    private const double NotNoise = 1.5;

    public required MusicKind Kind { get; init; }

    public string? Genre { get; init; }

    public bool IsGenreClear { get; init; }

    /// <summary>Up to three instruments, the clearest first.</summary>
    public IReadOnlyList<string> Instruments { get; init; } = [];

    /// <summary>An instrument that is likely, if none is clear.</summary>
    public string? LikelyInstrument { get; init; }

    public Voice Voice { get; init; }

    /// <summary>Up to two characters.</summary>
    public IReadOnlyList<string> Characters { get; init; } = [];

    public Pace Pace { get; init; }

    public Beat Beat { get; init; }

    /// <summary>The tempo, rounded, or <see langword="null"/> if the beat is not steady.</summary>
    public int? BeatsPerMinute { get; init; }

    /// <summary>A key such as "A minor", or <see langword="null"/> if none is clear.</summary>
    public string? Key { get; init; }

    /// <summary>"major", "minor", or <see langword="null"/> if neither is clear.</summary>
    public string? Mode { get; init; }

    public Dynamics Dynamics { get; init; }

    public SoundColor Color { get; init; }

    public Texture Texture { get; init; }

    public static MusicFacts Of(SoundAnalysis sound, IReadOnlyDictionary<string, double> tags)
    {
        var regularity = sound.Tempo?.Regularity ?? 0;
        var (genre, genreStrength) = Strongest(TagConcept.Genres, tags);
        if (sound.Peakedness < NoisePeakedness && regularity < NoiseRegularity
            && (genreStrength < NotNoise || NoiseLikeGenres.Contains(genre))) return new() { Kind = MusicKind.Noise };
        var (instruments, likely) = InstrumentsOf(tags);
        double slow = tags["mtt:slow"], fast = tags["mtt:fast"];
        var tempo = TempoOf(sound, slow, fast);
        var key = sound.Key;
        var hasKey = IsClear(key);
        return new()
        {
            Kind = MusicKind.Music,
            Genre = genreStrength >= Likely ? genre : null,
            IsGenreClear = genreStrength >= 1,
            Instruments = instruments,
            LikelyInstrument = likely,
            Voice = VoiceOf(tags),
            Characters = CharactersOf(tags),
            Pace = PaceOf(tempo, regularity, slow, fast),
            Beat = sound.Tempo is null ? Beat.Unknown : regularity < 0.15 ? Beat.Free : regularity < 0.45 ? Beat.Loose : Beat.Steady,
            BeatsPerMinute = regularity >= 0.45 ? (int)Math.Round(tempo) : null,
            Key = hasKey ? key.Name : null,
            Mode = hasKey || (key.Fit >= 0.6 && key.ModeMargin >= 0.12) ? key.IsMinor ? "minor" : "major" : null,
            Dynamics = sound.LoudnessTrend >= 4 ? Dynamics.Growing : sound.LoudnessTrend <= -4 ? Dynamics.Fading
                : sound.LoudnessSpread <= 1.5 ? Dynamics.Even : sound.LoudnessSpread >= 5.5 ? Dynamics.Varied : Dynamics.Ordinary,
            Color = sound.Brightness <= 1150 ? SoundColor.Dark : sound.Brightness >= 2250 ? SoundColor.Bright : SoundColor.Ordinary,
            Texture = sound.OnsetsPerSecond <= 1.8 ? Texture.Sparse : sound.OnsetsPerSecond >= 7 ? Texture.Busy : Texture.Ordinary,
        };
    }

    /// <summary>Whether a key is clear enough to be named.</summary>
    public static bool IsClear(Key key) => key.Fit >= 0.65 && key.KeyMargin >= 0.1;

    private static (string Word, double Strength) Strongest(TagConcept[] concepts, IReadOnlyDictionary<string, double> tags) =>
        concepts.Select(c => (c.Word, Strength: c.Strength(tags))).MaxBy(c => c.Strength);

    private static (List<string> Clear, string? Likely) InstrumentsOf(IReadOnlyDictionary<string, double> tags)
    {
        var all = TagConcept.Instruments.Select(c => (c.Word, Strength: c.Strength(tags))).OrderByDescending(c => c.Strength).ToList();
        // the tagger confuses plucked strings and the piano: the weaker of both needs more
        var weaker = all[0].Word == "piano" ? "guitar" : all[0].Word == "guitar" ? "piano" : "";
        var clear = all.Where(c => c.Strength >= (c.Word == weaker ? 1.3 : 1) && c.Strength >= 0.6 * all[0].Strength)
            .Select(c => c.Word).Take(3).ToList();
        if (clear.Contains("violin")) clear.Remove("strings");
        return (clear, clear.Count == 0 && all[0].Strength >= Likely ? all[0].Word : null);
    }

    private static Voice VoiceOf(IReadOnlyDictionary<string, double> tags)
    {
        var female = Math.Max(tags["mtt:female"], tags["mtt:female vocal"]);
        var male = Math.Max(tags["mtt:male"], tags["mtt:male vocal"]);
        var any = Math.Max(Math.Max(tags["mtt:vocal"], tags["mtt:singing"]), Math.Max(0.8 * female, 0.9 * male));
        if (female >= 0.25 && female > 1.5 * male) return Voice.Female;
        if (male >= 0.2 && male > 1.5 * female) return Voice.Male;
        if (any >= 0.18) return Voice.Present;
        // shouted and spoken voices have low probabilities as well: without voices only what is tagged as instrumental besides
        return any < 0.05 && tags["msd:instrumental"] >= 0.08 ? Voice.None : Voice.Unknown;
    }

    private static List<string> CharactersOf(IReadOnlyDictionary<string, double> tags)
    {
        var words = TagConcept.Characters.Select(c => (c.Word, Strength: c.Strength(tags))).Where(c => c.Strength >= 1)
            .OrderByDescending(c => c.Strength).Select(c => c.Word).ToList();
        if (words.Contains("soft")) words.Remove("quiet");
        // not both calm and lively
        if (words.Find(w => IsCalm(w) || IsLively(w)) is { } clearest) words.RemoveAll(IsCalm(clearest) ? IsLively : IsCalm);
        return [.. words.Take(2)];
    }

    private static bool IsCalm(string character) => character is "soft" or "quiet" or "mellow" or "relaxing";

    private static bool IsLively(string character) => character is "loud" or "upbeat";

    // half or double the tempo if both the tags and the number of onsets ask for it
    private static double TempoOf(SoundAnalysis sound, double slow, double fast) => sound.Tempo?.BeatsPerMinute switch
    {
        null => 0,
        >= 140 and var tempo when slow > fast + 0.05 && sound.OnsetsPerSecond < 3.5 => tempo / 2,
        <= 75 and var tempo when fast > slow + 0.05 && sound.OnsetsPerSecond > 4.5 => tempo * 2,
        { } tempo => tempo,
    };

    private static Pace PaceOf(double tempo, double regularity, double slow, double fast)
    {
        const double ClearlySlow = 0.22, ClearlyFast = 0.12;
        if (regularity < 0.15) return slow >= ClearlySlow && slow > fast ? Pace.Slow : fast >= ClearlyFast && fast > slow ? Pace.Fast : Pace.Unknown;
        return tempo switch
        {
            < 84 => fast >= ClearlyFast && fast > slow ? Pace.Medium : Pace.Slow,
            < 122 => Pace.Medium,
            _ => slow >= ClearlySlow && slow > fast ? Pace.Medium : Pace.Fast,
        };
    }
}
