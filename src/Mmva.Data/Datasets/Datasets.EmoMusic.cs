using System.Globalization;
using System.Text.Json;

namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] EmoMusicSets = ["development", "evaluation"];
    private static readonly string[] EmoMusicInfoColumns = ["song_id", "Mediaeval 2013 set"];

    /// <summary>
    /// emoMusic with a published split: 744 excerpts rated from 1 to 9 (Soleymani et al. 2013). Reads <c>static_annotations.csv</c>, and the split
    /// from <c>songs_info.csv</c>, whose column <c>Mediaeval 2013 set</c> is <c>development</c> (619 songs) or <c>evaluation</c> (125 songs); or, for
    /// <c>train</c>, <c>valid</c> and <c>test</c>, from <c>meta.json</c>, an object with an entry per song, each with a <c>split</c>: the form in
    /// which the split of Castellon et al. (2021) circulates, which has not been seen here.
    /// </summary>
    /// <param name="folder">The folder of the data set, see <see cref="Deam"/>.</param>
    /// <param name="split">The split, or <see langword="null"/> for all songs.</param>
    /// <param name="normalization">How ratings become 0 to 1, or <see langword="null"/> for the ends of the scale.</param>
    /// <returns>The songs in the order of their ids, each its own group, whether or not their audio exists.</returns>
    /// <exception cref="DatasetException">A table is missing or damaged, has a value outside its scale, or has no song of the split.</exception>
    public static IReadOnlyList<RatedItem> EmoMusic(string folder, string? split = null, EmotionNormalization? normalization = null)
    {
        var folders = DeamAnnotations(folder);
        var table = MediaPaths.Table("", [.. folders.Select(f => Path.Combine(f, "static_annotations.csv"))]);
        var ids = new UniqueIds();
        var songs = CsvTable.Read(table, EmoMusicColumns, row => (Id: ids.Add(row, SongId(row)), Rating: row.Rating(1, 2, 1, 9)));
        var chosen = split is null ? null
            : EmoMusicSets.Contains(split) ? EmoMusicInfo([.. folders.Select(f => Path.Combine(f, "songs_info.csv"))], split)
            : EmoMusicMeta(Path.Combine(folder, "meta.json"), split);
        var items = songs.Where(s => chosen?.Contains(s.Id) ?? true).OrderBy(s => int.Parse(s.Id, CultureInfo.InvariantCulture))
            .Select(s => new RawItem(s.Id, DeamAudio(folder, s.Id), s.Rating, $"deam/{s.Id}"));
        return RawItem.Normalize([.. items], table, normalization, 1, 9);
    }

    private static HashSet<string> EmoMusicInfo(string[] paths, string split) =>
        [.. CsvTable.Read(MediaPaths.Table("", paths), EmoMusicInfoColumns, row => EmoMusicSets.Contains(row.Text(1))
            ? (Id: SongId(row), Set: row.Text(1))
            : throw row.Bad($"'{row.Text(1)}' is neither development nor evaluation.")).Where(s => s.Set == split).Select(s => s.Id)];

    private static HashSet<string> EmoMusicMeta(string path, string split)
    {
        try
        {
            using var meta = JsonDocument.Parse(File.ReadAllBytes(path));
            var songs = meta.RootElement.EnumerateObject().Where(song => song.Value.GetProperty("split").GetString() == split);
            HashSet<string> ids = [.. songs.Select(song => Path.GetFileNameWithoutExtension(song.Name))];
            return ids.Count > 0 ? ids : throw new DatasetException(path, 0, $"has no songs of the split '{split}'.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new DatasetException(path, 0, $"must be a JSON object with an object per song that has a 'split': {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, 0, $"cannot be read: {e.Message}", e);
        }
    }
}
