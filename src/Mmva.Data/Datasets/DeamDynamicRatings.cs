using System.Globalization;

namespace Mmva.Data;

/// <summary>DEAM's ratings over time: two a second from 15 s on, on a scale from −1 to 1.</summary>
/// <param name="Song">The song's number.</param>
/// <param name="Start">The time of the first rating.</param>
/// <param name="Emotions">The ratings, half a second apart.</param>
public sealed record DeamDynamicRatings(int Song, TimeSpan Start, IReadOnlyList<ValenceArousal> Emotions)
{
    /// <summary>The time between two ratings.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    private const string Prefix = "sample_";

    /// <summary>Reads <c>annotations/valence_cont_average.csv</c> and <c>annotations/arousal_cont_average.csv</c>.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>One entry a song; a song ends at its first empty field, or where one of the two tables ends.</returns>
    /// <exception cref="DatasetException">A table is missing or damaged, or a song stands in one table only.</exception>
    public static IReadOnlyList<DeamDynamicRatings> Read(string folder)
    {
        var annotations = Path.Combine(folder, "annotations");
        var (valencePath, arousalPath) = (Path.Combine(annotations, "valence_cont_average.csv"), Path.Combine(annotations, "arousal_cont_average.csv"));
        var arousals = ReadSeries(arousalPath).ToLookup(s => s.Song);
        return [.. from valence in ReadSeries(valencePath)
                   let arousal = arousals[valence.Song].FirstOrDefault()
                       ?? throw new DatasetException(arousalPath, 0, $"has no row for song {valence.Song}, which {Path.GetFileName(valencePath)} has.")
                   let start = TimeSpan.FromMilliseconds(Math.Max(valence.Start, arousal.Start))
                   select new DeamDynamicRatings(valence.Song, start, [.. Join(valence, arousal)])];
    }

    private static IEnumerable<ValenceArousal> Join(Series valence, Series arousal)
    {
        var step = (int)Step.TotalMilliseconds;
        var skip = (valence.Start - arousal.Start) / step;
        return valence.Values.Skip(Math.Max(0, -skip)).Zip(arousal.Values.Skip(Math.Max(0, skip)), (v, a) => ValenceArousal.FromScale(v, a, -1, 1));
    }

    private static List<Series> ReadSeries(string path)
    {
        var start = -1;
        var rows = CsvTable.ReadHeaderless(path, ',', row =>
        {
            if (start >= 0) return new Series(row.Integer(0), start, row.NumbersFrom(1, -1, 1));
            var first = row.Text(1);
            start = first.StartsWith(Prefix, StringComparison.Ordinal) && first.EndsWith("ms", StringComparison.Ordinal)
                && int.TryParse(first.AsSpan(Prefix.Length, first.Length - Prefix.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
                ? ms
                : throw row.Bad($"the second column is '{first}', where {Prefix}15000ms or the like is due.");
            return null;
        });
        return [.. rows.OfType<Series>()];
    }

    private sealed record Series(int Song, int Start, List<double> Values);
}
