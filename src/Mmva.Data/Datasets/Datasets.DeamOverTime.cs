using System.Globalization;

namespace Mmva.Data;

public static partial class Datasets
{
    private const string DynamicFolder = "dynamic (per second annotations)", SamplePrefix = "sample_";

    /// <summary>
    /// The ratings over time of DEAM (1,802 songs) or its forerunner emoMusic (744 songs): two per second from 15 s on, from −1 to 1, with the
    /// rating of the whole song if it is known. Reads DEAM's <c>valence.csv</c> and <c>arousal.csv</c> in
    /// <c>annotations averaged per song/dynamic (per second annotations)</c>, or emoMusic's <c>valence_cont_average.csv</c> and
    /// <c>arousal_cont_average.csv</c> if there are no such tables. The ratings of the two sets differ.
    /// </summary>
    /// <param name="folder">The folder of the data set, see <see cref="Deam"/>.</param>
    /// <returns>One entry per song; a song ends at its first empty field, or where one of the two tables ends.</returns>
    /// <exception cref="DatasetException">
    /// A table is missing or damaged, rates a song twice, or has a song that the other does not.
    /// </exception>
    public static IReadOnlyList<RatingsOverTime> DeamOverTime(string folder)
    {
        var folders = DeamAnnotations(folder);
        var valencePath = folders.SelectMany(f => new[] { Path.Combine(f, DynamicFolder, "valence.csv"), Path.Combine(f, "valence.csv") })
            .Concat(folders.Select(f => Path.Combine(f, "valence_cont_average.csv"))).FirstOrDefault(File.Exists)
            ?? throw new DatasetException(folder, 0, "has no ratings over time: neither valence.csv nor valence_cont_average.csv was found.");
        var name = Path.GetFileName(valencePath).Replace("valence", "arousal", StringComparison.Ordinal);
        var arousalPath = Path.Combine(Path.GetDirectoryName(valencePath)!, name);
        var (valences, arousals) = (ReadSeries(valencePath), ReadSeries(arousalPath));
        var arousalOf = arousals.ToDictionary(s => s.Song);
        foreach (var song in arousals.Select(s => s.Song).Except(valences.Select(s => s.Song))) throw Missing(valencePath, song, arousalPath);
        var whole = DeamStatic(folder, isRequired: false);
        return [.. from valence in valences
                   let arousal = arousalOf.GetValueOrDefault(valence.Song) ?? throw Missing(arousalPath, valence.Song, valencePath)
                   let id = valence.Song.ToString(CultureInfo.InvariantCulture)
                   let start = TimeSpan.FromMilliseconds(Math.Max(valence.Start, arousal.Start))
                   let emotion = whole.TryGetValue(valence.Song, out var rating) ? rating : (ValenceArousal?)null
                   let ratings = Join(valence, arousal).ToList()
                   select new RatingsOverTime(id, DeamAudio(folder, id), $"deam/{id}", emotion, start, ratings, -1, 1)
                   {
                       Unpaired = valence.Values.Count + arousal.Values.Count - 2 * ratings.Count,
                   }];

        static DatasetException Missing(string path, int song, string other) =>
            new(path, 0, $"has no row for song {song}, which {Path.GetFileName(other)} has.");
    }

    private static IEnumerable<Rating> Join(Series valence, Series arousal)
    {
        var skip = (valence.Start - arousal.Start) / (int)RatingsOverTime.Step.TotalMilliseconds;
        return valence.Values.Skip(Math.Max(0, -skip)).Zip(arousal.Values.Skip(Math.Max(0, skip)), (v, a) => new Rating(v, a));
    }

    private static List<Series> ReadSeries(string path)
    {
        var (start, ids) = (-1, new UniqueIds());
        var columns = 0;
        var rows = CsvTable.ReadHeaderless(path, CsvTable.SeparatorAfter(path, "song_id"), row =>
        {
            if (start >= 0)
            {
                ids.Add(row, row.Text(0));
                var series = new Series(row.Integer(0), start, row.NumbersFrom(1, -1, 1));
                row.RequireAtMost(columns);
                return series;
            }
            columns = row.Count;
            var first = row.Text(1);
            start = first.StartsWith(SamplePrefix, StringComparison.Ordinal) && first.EndsWith("ms", StringComparison.Ordinal)
                && int.TryParse(first.AsSpan()[SamplePrefix.Length..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
                ? ms
                : throw row.Bad($"the second column is '{first}'; it must be {SamplePrefix}15000ms or similar.");
            return null;
        });
        return [.. rows.OfType<Series>()];
    }

    private sealed record Series(int Song, int Start, List<double> Values);
}
