using System.Globalization;
using System.Text;

namespace Mmva.Compact;

/// <summary>Puts facts into one to three English sentences. Which words are used depends on the facts alone.</summary>
internal sealed class CaptionWriter
{
    private readonly MusicFacts _facts;
    private readonly bool _isSong;
    private ulong _choice;
    private bool _isPaceSaid;

    private CaptionWriter(MusicFacts facts, long variety)
    {
        _facts = facts;
        _isSong = facts.Voice is Voice.Present or Voice.Female or Voice.Male;
        _choice = Hash(FormattableString.Invariant(
            $"{facts.Genre} {facts.IsGenreClear} {string.Join(' ', facts.Instruments)} {facts.LikelyInstrument} {facts.Voice} {facts.Pace} ")
            + FormattableString.Invariant($"{facts.Beat} {facts.Key} {facts.Mode} {facts.Dynamics} {facts.Color} {facts.Texture} {variety}"));
    }

    /// <summary>Writes a caption.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="variety">Distinguishes pieces with equal facts, by rounded measurements.</param>
    public static string Write(MusicFacts facts, long variety) => facts.Kind switch
    {
        MusicKind.Silence => "There is no music here, only silence.",
        MusicKind.Noise => "This is a noise-like sound without a recognizable melody, harmony or beat.",
        _ => new CaptionWriter(facts, variety).Write(),
    };

    private string Write()
    {
        var sentences = new List<string> { Opening() };
        var (rhythm, sound) = (Rhythm(), Sound());
        // both in one sentence, or one each, in either order
        if (rhythm is null || sound is null) sentences.AddRange(rhythm ?? sound ?? []);
        else if (rhythm.Count > 0 && sound.Count > 0 && OneOf(3) == 0) sentences.AddRange([.. sound, .. rhythm]);
        else sentences.AddRange([.. rhythm, .. sound]);
        return string.Join(' ', sentences.Take(3).Select(Sentence));
    }

    private string Opening()
    {
        var voice = _facts.Voice switch
        {
            Voice.Female => Pick("a female vocalist", "a female singer", "a female voice"),
            Voice.Male => Pick("a male vocalist", "a male singer", "a male voice"),
            Voice.Present => Pick("a vocalist", "a singing voice", "a singer"),
            _ => null,
        };
        var instruments = Instruments();
        if (voice is not null)
        {
            return OneOf(4) switch
            {
                0 => $"{voice} sings this {Noun()}{(instruments is null ? "" : Pick(" over ", " accompanied by ", " with ") + instruments)}",
                1 => $"this {Noun()} features {voice} singing{(instruments is null ? "" : Pick(" over ", " along with ", " to ") + instruments)}",
                2 => $"this is {A(Noun())} with {voice}{(instruments is null ? " singing the melody" : $" singing over {instruments}")}",
                _ => $"in this {Noun()} {voice} is singing{(instruments is null ? "" : $", accompanied by {instruments}")}",
            };
        }
        if (instruments is null)
            return OneOf(3) switch
            {
                0 => $"this is {A(Noun())}",
                1 => $"the recording is {A(Noun())}",
                _ => $"the recording features {A(Noun())}",
            };
        return OneOf(6) switch
        {
            0 => $"this is {A(Noun())} with {instruments}",
            1 => $"this {Noun()} features {instruments}",
            2 => $"the recording features {A(Noun())} that contains {instruments}",
            3 => $"{instruments} {(IsPlural() ? "are" : "is")} playing in this {Noun()}",
            4 => $"this {Noun()} contains {instruments}",
            _ => $"this is {A(Noun())} led by {instruments}",
        };
    }

    // the characters, the genre and a word for the whole
    private string Noun()
    {
        var words = new List<string>();
        if (_facts.Characters.Count > 0 && !SaysCharactersLater()) words.Add(_facts.Characters[0]);
        if (_facts.Pace is Pace.Slow or Pace.Fast && OneOf(2) == 0 && _facts.Characters.Count < 2)
        {
            words.Add(_facts.Pace == Pace.Slow ? Pick("slow", "slow tempo") : Pick("fast", "fast tempo"));
            _isPaceSaid = true;
        }
        if (_facts.Voice == Voice.None) words.Add("instrumental");
        if (_facts.Genre is { } genre && _facts.IsGenreClear) words.Add(genre);
        words.Add(_isSong ? "song" : _facts.Genre is "classical" or "ambient" or "new age" ? Pick("piece", "composition")
            : Pick("piece", "track", "music piece"));
        if (_facts.Genre is { } likely && !_facts.IsGenreClear)
            words.Add(Pick($"with {A(likely)} feel", $"that sounds a bit like {likely}", $"with hints of {likely}"));
        return string.Join(' ', words);
    }

    private string? Instruments()
    {
        if (_facts.LikelyInstrument is { } likely) return "what sounds like " + WithArticle(likely);
        var words = _facts.Instruments.Select(WithArticle).ToList();
        return words.Count switch
        {
            0 => null,
            1 => words[0],
            _ => string.Join(", ", words[..^1]) + " and " + words[^1],
        };
    }

    private bool IsPlural() => _facts.Instruments.Count > 1 || (_facts.Instruments.Count == 1 && _facts.Instruments[0] is "strings" or "drums");

    private static string WithArticle(string instrument) => instrument is "strings" or "drums" ? instrument : A(instrument);

    private List<string>? Rhythm()
    {
        var tempo = _facts.Pace switch
        {
            Pace.Slow => "slow",
            Pace.Medium => Pick("medium", "moderate"),
            Pace.Fast => "fast",
            _ => null,
        };
        var beat = _facts.Beat switch
        {
            Beat.Free => Pick("the rhythm is free, without a steady beat", "no steady beat can be made out"),
            Beat.Loose => null,
            Beat.Steady when _facts.Instruments.Contains("drums") => Pick("a steady drum beat", "a steady drumming rhythm"),
            Beat.Steady => Pick("a steady beat", "a steady rhythm", "a regular pulse"),
            _ => null,
        };
        if (_facts.BeatsPerMinute is { } bpm && beat is not null && tempo is not null)
            return _isPaceSaid ? [Pick($"it has {beat} at around {bpm} beats per minute", $"there is {beat} of about {bpm} bpm")] :
            [OneOf(4) switch
            {
                0 => $"the tempo is {tempo} with {beat} at around {bpm} beats per minute",
                1 => $"the tempo is {tempo}, about {bpm} bpm, with {beat}",
                2 => $"it has {A(tempo)} tempo of about {bpm} beats per minute",
                _ => $"the tempo is {tempo} with {beat}",
            }];
        if (tempo is null || _isPaceSaid) return beat is null ? null : [beat];
        return beat is not null ? [$"the tempo is {tempo} and {beat}"]
            : [Pick($"the tempo is {tempo}", $"the {(_isSong ? "song" : "music")} has {A(tempo)} tempo")];
    }

    private List<string>? Sound()
    {
        var parts = new List<string>();
        if (_facts.Key is { } key && OneOf(2) == 0) parts.Add(Pick($"it is in the key of {key}", $"the key is {key}"));
        else if (_facts.Mode is { } mode) parts.Add(Pick($"the harmony is {mode}", $"it is in {A(mode)} key", $"the music is in {A(mode)} key"));
        if (_facts.Dynamics != Dynamics.Ordinary)
            parts.Add(_facts.Dynamics switch
            {
                Dynamics.Even => Pick("the volume stays even", "it is equally loud throughout"),
                Dynamics.Varied => Pick("the loudness varies a lot", "it alternates between loud and soft"),
                Dynamics.Growing => Pick("it grows louder towards the end", "it gets louder over time"),
                _ => Pick("it becomes softer towards the end", "it gets quieter over time"),
            });
        var characters = new List<string>(SaysCharactersLater() ? _facts.Characters : _facts.Characters.Skip(1));
        if (_facts.Color == SoundColor.Dark) characters.Add("dark");
        if (_facts.Color == SoundColor.Bright) characters.Add("bright");
        if (_facts.Texture == Texture.Sparse) characters.Add(Pick("sparse", "minimal"));
        if (_facts.Texture == Texture.Busy) characters.Add(Pick("busy", "lively"));
        if (characters.Count > 0) parts.Add((OneOf(3) == 0 && parts.Count == 0 ? "the music sounds " : "it sounds ") + And([.. characters.Take(3)]));
        return parts.Count == 0 ? null : parts.Count > 2 ? [And([.. parts.Take(3)])] : [And(parts)];
    }

    private bool SaysCharactersLater() => _facts.Characters.Count > 1 || (_facts.Characters.Count == 1 && _facts.Genre is null);

    private static string And(IReadOnlyList<string> parts) =>
        parts.Count == 1 ? parts[0] : string.Join(", ", parts.Take(parts.Count - 1)) + " and " + parts[^1];

    // "an Indian piece", "an R&B song"
    private static string A(string words) => (words[0] is 'a' or 'e' or 'i' or 'o' or 'u' or 'I' or 'R' ? "an " : "a ") + words;

    private static string Sentence(string text) => char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..] + ".";

    private string Pick(params ReadOnlySpan<string> words) => words[OneOf(words.Length)];

    // a step of a linear congruential generator, whose upper bits are random enough to choose words
    private int OneOf(int count)
    {
        _choice = _choice * 6364136223846793005 + 1442695040888963407;
        return (int)((_choice >> 33) % (ulong)count);
    }

    // FNV-1a: the same on every machine
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(text)) hash = (hash ^ b) * 1099511628211;
        return hash;
    }
}
