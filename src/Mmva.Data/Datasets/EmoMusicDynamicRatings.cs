using System.Globalization;

namespace Mmva.Data;

/// <summary>The ratings over time of a song of emoMusic (744 songs), the forerunner of DEAM: two per second from 15 s on, from −1 to 1.</summary>
/// <param name="Song">The song's id.</param>
/// <param name="Start">The time of the first rating.</param>
/// <param name="Emotions">The ratings, half a second apart, converted to [0, 1].</param>
/// <remarks>DEAM's own tables of ratings over time are not read.</remarks>
public sealed record EmoMusicDynamicRatings(int Song, TimeSpan Start, IReadOnlyList<ValenceArousal> Emotions)
{
    /// <summary>The time between two ratings.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    private const string Prefix = "sample_";

    /// <summary>Reads <c>annotations/valence_cont_average.csv</c> and <c>annotations/arousal_cont_average.csv</c>.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>One entry per song; a song ends at its first empty field, or where one of the two tables ends.</returns>
    /// <exception cref="DatasetException">A table is missing or damaged, or contains a song that the other does not.</exception>
    public static IReadOnlyList<EmoMusicDynamicRatings> Read(string folder)
    {
        var annotations = Path.Combine(folder, "annotations");
        var valencePath = Path.Combine(annotations, "valence_cont_average.csv");
        var arousalPath = Path.Combine(annotations, "arousal_cont_average.csv");
        var arousals = ReadSeries(arousalPath).ToLookup(s => s.Song);
        return [.. from valence in ReadSeries(valencePath)
                   let arousal = arousals[valence.Song].FirstOrDefault() ?? throw Missing(valence.Song)
                   let start = TimeSpan.FromMilliseconds(Math.Max(valence.Start, arousal.Start))
                   select new EmoMusicDynamicRatings(valence.Song, start, [.. Join(valence, arousal)])];

        DatasetException Missing(int song) => new(arousalPath, 0, $"has no row for song {song}, which {Path.GetFileName(valencePath)} has.");
    }

    private static IEnumerable<ValenceArousal> Join(Series valence, Series arousal)
    {
        var step = (int)Step.TotalMilliseconds;
        var skip = (valence.Start - arousal.Start) / step;
        var (valences, arousals) = (valence.Values.Skip(Math.Max(0, -skip)), arousal.Values.Skip(Math.Max(0, skip)));
        return valences.Zip(arousals, (v, a) => ValenceArousal.FromScale(v, a, -1, 1));
    }

    private static List<Series> ReadSeries(string path)
    {
        var start = -1;
        var rows = CsvTable.ReadHeaderless(path, ',', row =>
        {
            if (start >= 0) return new Series(row.Integer(0), start, row.NumbersFrom(1, -1, 1));
            var first = row.Text(1);
            start = first.StartsWith(Prefix, StringComparison.Ordinal) && first.EndsWith("ms", StringComparison.Ordinal)
                && int.TryParse(first.AsSpan()[Prefix.Length..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
                ? ms
                : throw row.Bad($"the second column is '{first}'; it must be {Prefix}15000ms or similar.");
            return null;
        });
        return [.. rows.OfType<Series>()];
    }

    private sealed record Series(int Song, int Start, List<double> Values);
}
