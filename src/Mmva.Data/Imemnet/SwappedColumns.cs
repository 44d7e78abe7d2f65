using System.Globalization;

namespace Mmva.Data;

/// <summary>Finds tables whose valence and arousal are swapped: the ratings over time then fit the ratings of the songs crosswise.</summary>
internal static class SwappedColumns
{
    private const int FewestSongs = 3;

    // the published table of the songs up to this one is swapped, and the others are not
    private const int LastSwappedSong = 1000;

    /// <summary>Returns a warning for each part of the songs that looks swapped: those up to song 1000, and the others.</summary>
    public static IEnumerable<string> Check(IReadOnlyList<RatingsOverTime> songs) =>
        songs.GroupBy(s => int.TryParse(s.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id <= LastSwappedSong)
            .OrderByDescending(part => part.Key).Select(part => CheckPart([.. part])).OfType<string>();

    private static string? CheckPart(List<RatingsOverTime> songs)
    {
        var rated = songs.Where(s => s.Emotion is not null && s.Emotions.Count > 0).ToList();
        if (rated.Count < FewestSongs) return null;
        var (straight, crossed) = (0.0, 0.0);
        foreach (var song in rated)
        {
            var mean = new ValenceArousal(song.Emotions.Average(e => e.Valence), song.Emotions.Average(e => e.Arousal));
            straight += mean.DistanceTo(song.Emotion!.Value);
            crossed += mean.DistanceTo(new(song.Emotion.Value.Arousal, song.Emotion.Value.Valence));
        }
        return crossed < straight
            ? FormattableString.Invariant(
                $"Valence and arousal look swapped in a table of {rated.Count} songs ({rated[0].Id} to {rated[^1].Id}): ")
                + FormattableString.Invariant($"the mean ratings over time are ")
                + FormattableString.Invariant($"{straight / rated.Count:F3} away from the ratings of the songs, but ")
                + FormattableString.Invariant($"{crossed / rated.Count:F3} with valence and arousal exchanged. ")
                + "DEAM's own static table is swapped up to song 1000, which is corrected; a table that was corrected before must be the original."
            : null;
    }
}
