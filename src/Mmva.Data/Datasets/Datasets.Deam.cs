using System.Globalization;

namespace Mmva.Data;

public static partial class Datasets
{
    /// <summary>DEAM's own static file has valence and arousal swapped up to this song.</summary>
    private const int LastSwappedSong = 1000;

    private static readonly string[] DeamStaticColumns = ["song_id", "valence_mean", "arousal_mean"];
    private static readonly string[] EmoMusicColumns = ["song_id", "mean_valence", "mean_arousal"];

    /// <summary>
    /// DEAM and its forerunner emoMusic: 45-second excerpts (and some whole songs) rated from 1 to 9 (Aljanaki, Yang and Soleymani 2017). Ratings
    /// over time: <see cref="EmoMusicDynamicRatings"/>. Reads the static ratings of the songs whose audio exists:
    /// <c>annotations/static_annotations*.csv</c> and <c>audio</c> (mp3 or wav).
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>The songs in the order of their ids, each its own group; if two tables rate a song, emoMusic's rating is used.</returns>
    /// <exception cref="DatasetException">There is no table, or one is damaged or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> Deam(string folder)
    {
        var annotations = Path.Combine(folder, "annotations");
        var ratings = new SortedDictionary<int, ValenceArousal>();
        (string File, Func<string, IReadOnlyDictionary<int, ValenceArousal>> Read)[] tables =
        [
            ("static_annotations.csv", ReadEmoMusicStatic),
            ("static_annotations_averaged_songs_1_2000.csv", ReadDeamStatic),
            ("static_annotations_averaged_songs_2000_2058.csv", ReadDeamStatic),
        ];
        foreach (var (path, read) in tables.Select(t => (Path.Combine(annotations, t.File), t.Read)).Where(t => File.Exists(t.Item1)))
        {
            foreach (var (song, emotion) in read(path)) ratings.TryAdd(song, emotion);
        }
        if (ratings.Count == 0)
            throw new DatasetException(annotations, 0, $"has none of the tables {string.Join(", ", tables.Select(t => t.File))}.");

        return [.. from rating in ratings
                   let id = rating.Key.ToString(CultureInfo.InvariantCulture)
                   let path = new[] { ".mp3", ".wav" }.Select(e => Path.Combine(folder, "audio", id + e)).FirstOrDefault(File.Exists)
                   where path is not null
                   select new RatedItem(id, path, rating.Value, $"deam/{id}")];
    }

    /// <summary>Reads a static table of DEAM (<c>static_annotations_averaged_songs_*.csv</c>) and corrects its swapped columns.</summary>
    internal static IReadOnlyDictionary<int, ValenceArousal> ReadDeamStatic(string path) => BySong(path, DeamStaticColumns, row =>
    {
        var (song, emotion) = (row.Integer(0), row.Emotion(1, 2, 1, 9));
        return (song, song <= LastSwappedSong ? new(emotion.Arousal, emotion.Valence) : emotion);
    });

    /// <summary>Reads emoMusic's static table (<c>static_annotations.csv</c>).</summary>
    internal static IReadOnlyDictionary<int, ValenceArousal> ReadEmoMusicStatic(string path) =>
        BySong(path, EmoMusicColumns, row => (row.Integer(0), row.Emotion(1, 2, 1, 9)));

    private static Dictionary<int, ValenceArousal> BySong(string path, string[] columns, Func<CsvRow, (int Song, ValenceArousal Emotion)> read)
    {
        var songs = new Dictionary<int, ValenceArousal>();
        CsvTable.Read(path, columns, row =>
        {
            var (song, emotion) = read(row);
            return songs.TryAdd(song, emotion) ? song : throw row.Bad($"song {song} is rated twice.");
        });
        return songs;
    }
}
