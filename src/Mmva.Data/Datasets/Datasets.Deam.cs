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
    /// over time: <see cref="DeamOverTime"/>. Reads the static ratings: <c>static_annotations*.csv</c> in
    /// <c>annotations</c>, or where DEAM's archives have it, in <c>annotations/annotations averaged per song/song_level</c> (also below
    /// <c>DEAM_Annotations</c>); the audio is in <c>audio</c>, <c>MEMD_audio</c>, <c>DEAM_audio/MEMD_audio</c> or <c>clips_45seconds</c>.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="withoutAudio">Whether to include the songs whose audio does not exist.</param>
    /// <returns>The songs in the order of their ids, each its own group; if two tables rate a song, emoMusic's rating is used.</returns>
    /// <remarks>DEAM's own table has valence and arousal swapped up to song 1000, which is corrected.</remarks>
    /// <exception cref="DatasetException">There is no table, or one is damaged or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> Deam(string folder, bool withoutAudio = false) =>
        [.. from rating in DeamStatic(folder, isRequired: true)
            let id = rating.Key.ToString(CultureInfo.InvariantCulture)
            let path = DeamAudio(folder, id)
            where withoutAudio || File.Exists(path)
            select new RatedItem(id, path, rating.Value, $"deam/{id}")];

    /// <summary>The folders that may have tables of DEAM or emoMusic.</summary>
    private static string[] DeamAnnotations(string folder)
    {
        const string Averaged = "annotations averaged per song";
        string[] roots = [.. new[] { "annotations", Path.Combine("DEAM_Annotations", "annotations"), "" }.Select(f => Path.Combine(folder, f))];
        return [.. roots, .. roots.Select(f => Path.Combine(f, Averaged))];
    }

    /// <summary>The static ratings of all songs, with or without audio.</summary>
    private static SortedDictionary<int, ValenceArousal> DeamStatic(string folder, bool isRequired)
    {
        var folders = DeamAnnotations(folder).SelectMany(f => new[] { f, Path.Combine(f, "song_level") }).ToList();
        var ratings = new SortedDictionary<int, ValenceArousal>();
        (string File, Func<string, IReadOnlyDictionary<int, ValenceArousal>> Read)[] tables =
        [
            ("static_annotations.csv", ReadEmoMusicStatic),
            ("static_annotations_averaged_songs_1_2000.csv", ReadDeamStatic),
            ("static_annotations_averaged_songs_2000_2058.csv", ReadDeamStatic),
        ];
        foreach (var (file, read) in tables)
        {
            if (folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists) is not { } path) continue;
            foreach (var (song, emotion) in read(path)) ratings.TryAdd(song, emotion);
        }
        if (ratings.Count == 0 && isRequired)
            throw new DatasetException(folders[0], 0, $"has none of the tables {string.Join(", ", tables.Select(t => t.File))}.");
        return ratings;
    }

    private static string DeamAudio(string folder, string id) =>
        MediaPaths.Find(folder, ["audio", "MEMD_audio", Path.Combine("DEAM_audio", "MEMD_audio"), "clips_45seconds"], id, [".mp3", ".wav"])
        ?? Path.Combine(folder, "audio", id + ".mp3");

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
        CsvTable.ReadSpreadsheet(path, columns, row =>
        {
            var (song, emotion) = read(row);
            return songs.TryAdd(song, emotion) ? song : throw row.Bad($"song {song} is rated twice.");
        });
        return songs;
    }
}
