using System.Globalization;
using ConsoleProgram;
using Mmva;

namespace MakePlaylist;

/// <summary>A stop as it is written on the command line.</summary>
/// <param name="Text">A point, a track, a file, a mix, or words.</param>
/// <param name="Position">When it is passed, from 0 to 1, or null.</param>
internal sealed record StopText(string Text, double? Position)
{
    public const string Help = "A point (0.3,0.8: valence and arousal), a track of MUSIC, any image or music file, a mix, or words.";

    public static IReadOnlyList<StopText> Split(string stops) =>
        [.. stops.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Read)];

    /// <summary>What is wrong with stops, or null.</summary>
    public static string? ErrorOf(string stops)
    {
        var all = Split(stops);
        if (all.Count == 0) return "--arc takes at least one stop, such as \"calm; lively; calm\".";
        if (all.FirstOrDefault(stop => stop.Text.Length == 0) is { } empty) return $"--arc has a stop without a name, at {empty.Position:P0}.";
        var given = all.Select(stop => stop.Position).OfType<double>().ToList();
        return given.SequenceEqual(given.Order()) ? null : "--arc needs its shares in ascending order.";
    }

    /// <summary>Finds what the text means: the first of what <see cref="Help"/> lists.</summary>
    public async Task<PlaylistStop> ResolveAsync(
        MusicLibrary library, MediaDecoder decoder, IEmotionPredictor predictor, CancellationToken cancellationToken)
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
        return At(MoodMix.Find(Text)?.Region.Center ?? await predictor.PredictAsync(Text, cancellationToken));

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

    private static ValenceArousal? PointOf(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && Coordinate(parts[0]) is { } valence && Coordinate(parts[1]) is { } arousal ? new(valence, arousal) : null;

        static float? Coordinate(string part) =>
            float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1 ? number : null;
    }
}
