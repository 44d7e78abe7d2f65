using System.Globalization;

namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] PmemoColumns = ["musicId", "Valence(mean)", "Arousal(mean)"];
    private static readonly string[] PmemoDynamicColumns = [.. PmemoColumns, "frameTime"];

    /// <summary>
    /// PMEmo: choruses of pop songs rated from 0 to 1 (Zhang et al. 2018). Reads <c>annotations/static_annotations.csv</c>; the choruses are expected
    /// in <c>chorus</c>. Ratings over time: <see cref="PmemoOverTime"/>.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="normalization">How ratings become 0 to 1, or <see langword="null"/> for the ends of the scale.</param>
    /// <returns>The songs in the order of the table, each its own group.</returns>
    /// <exception cref="DatasetException">The table is missing or damaged, rates a song twice, or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> Pmemo(string folder, EmotionNormalization? normalization = null)
    {
        var ids = new UniqueIds();
        var items = CsvTable.Read(Path.Combine(folder, "annotations", "static_annotations.csv"), PmemoColumns, row =>
        {
            var id = ids.Add(row, SongId(row));
            return new RawItem(id, PmemoAudio(folder, id), row.Rating(1, 2, 0, 1), $"pmemo/{id}");
        });
        return RawItem.Normalize(items, folder, normalization, 0, 1);
    }

    /// <summary>PMEmo's ratings over time, two per second. Reads <c>annotations/dynamic_annotations.csv</c>.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>One entry per song, in the order of the table.</returns>
    /// <exception cref="DatasetException">
    /// The table is missing or damaged, has a value outside its scale, or the times of a song are not half a second apart.
    /// </exception>
    public static IReadOnlyList<RatingsOverTime> PmemoOverTime(string folder)
    {
        var songs = new Dictionary<string, (double Start, List<Rating> Ratings)>(StringComparer.Ordinal);
        CsvTable.Read(Path.Combine(folder, "annotations", "dynamic_annotations.csv"), PmemoDynamicColumns, row =>
        {
            var (id, time) = (SongId(row), row.Number(3, 0, TimeSpan.SecondsPerDay));
            if (!songs.TryGetValue(id, out var song)) songs[id] = song = (time, []);
            var expected = song.Start + song.Ratings.Count * RatingsOverTime.Step.TotalSeconds;
            if (Math.Abs(time - expected) > 1e-3)
                throw row.Bad(string.Create(CultureInfo.InvariantCulture, $"the time {time} of song {id} must be {expected}, half a second later."));
            song.Ratings.Add(row.Rating(1, 2, 0, 1));
            return id;
        });
        return [.. songs.Select(song => new RatingsOverTime(
            song.Key, PmemoAudio(folder, song.Key), $"pmemo/{song.Key}", null, TimeSpan.FromSeconds(song.Value.Start), song.Value.Ratings, 0, 1))];
    }

    private static string PmemoAudio(string folder, string id) =>
        MediaPaths.Find(folder, ["chorus"], id, [".mp3", ".wav"]) ?? Path.Combine(folder, "chorus", id + ".mp3");

    private static string SongId(CsvRow row) => row.Integer(0).ToString(CultureInfo.InvariantCulture);
}
