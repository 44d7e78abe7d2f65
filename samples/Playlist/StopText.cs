using System.Globalization;
using ConsoleProgram;
using Mmva;

namespace MakePlaylist;

/// <summary>A stop as it is written on the command line.</summary>
/// <param name="Text">A point, a track, a file, a mood, a mix, or words.</param>
/// <param name="Position">When it is passed, from 0 to 1, or null.</param>
internal sealed record StopText(string Text, double? Position)
{
    public const string Help = "A point (0.3,0.8: valence and arousal), a track of MUSIC, any image or music file, a mood, a mix, or words.";

    public static IReadOnlyList<StopText> Split(string stops) =>
        [.. stops.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Read)];

    /// <summary>What is wrong with the stop of an option, or null.</summary>
    public static string? ErrorOf(string option, string text) =>
        string.IsNullOrWhiteSpace(text) ? $"{option} takes a stop, such as calm or 0.3,0.8."
        : Pair(text) is not null && PointOf(text) is null ? $"{option} takes points whose valence and arousal are from 0 to 1, not '{text}'."
        : null;

    /// <summary>What is wrong with the stops of <c>--arc</c>, or null.</summary>
    public static string? ErrorOfAll(string stops)
    {
        var all = Split(stops);
        if (all.Count == 0) return "--arc takes at least one stop, such as \"calm; lively; calm\".";
        if (all.FirstOrDefault(stop => stop.Text.Length == 0) is { } empty) return $"--arc has a stop without a name, at {empty.Position:P0}.";
        if (all.FirstOrDefault(stop => stop.Position is null && stop.Text.Contains('@') && stop.Text.EndsWith('%')) is { } share)
            return $"--arc takes shares from 0 to 100 %, as in \"lively @ 30%\", not '{share.Text}'.";
        if (all.Select(stop => ErrorOf("--arc", stop.Text)).FirstOrDefault(error => error is not null) is { } wrong) return wrong;
        var given = all.Select(stop => stop.Position).OfType<double>().ToList();
        return given.SequenceEqual(given.Order()) ? null : "--arc needs its shares in ascending order.";
    }

    /// <summary>Finds what the text means: the first of what <see cref="Help"/> lists.</summary>
    public async Task<PlaylistStop> ResolveAsync(
        MusicLibrary library, MoodVocabulary moods, MediaDecoder decoder, IEmotionPredictor predictor, CancellationToken cancellationToken)
    {
        if (PointOf(Text) is { } point) return PlaylistStop.At(point, Position);
        if (library.FindTrack(Text) is { } id) return PlaylistStop.Track(id, Position);
        if (File.Exists(Text))
        {
            var content = await decoder.DecodeAsync(Text, cancellationToken);
            return At(content.Modality == Modality.Image
                ? await predictor.PredictAsync(content.Image!, cancellationToken) : await predictor.PredictAsync(content.Music!, cancellationToken));
        }
        if (MediaFiles.KindOfExtension(Text) != MediaKind.Unknown)
            throw new MediaException(Text, "there is no such file, and no such track in MUSIC.");
        return At(moods.Find(Text.Trim())?.Center ?? MoodMix.Find(Text)?.Region.Center ?? await predictor.PredictAsync(Text, cancellationToken));

        PlaylistStop At(ValenceArousal found)
        {
            Console.Error.WriteLine($"{Names.OneLine(Text)}: {found}");
            return PlaylistStop.At(found, Position);
        }
    }

    private static StopText Read(string text)
    {
        var at = text.LastIndexOf('@');
        return at >= 0 && text.EndsWith('%')
            && double.TryParse(text.AsSpan(at + 1).TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
            && percent is >= 0 and <= 100 ? new(text[..at].Trim(), percent / 100) : new(text, null);
    }

    private static ValenceArousal? PointOf(string text) =>
        Pair(text) is { Valence: >= 0 and <= 1, Arousal: >= 0 and <= 1 } point ? point : null;

    private static ValenceArousal? Pair(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && Number(parts[0]) is { } valence && Number(parts[1]) is { } arousal ? new(valence, arousal) : null;

        static float? Number(string part) =>
            float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
