using System.Text.RegularExpressions;

namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] MusicalCaptionsColumns = ["id", "kind", "topic", "valence_1", "arousal_1", "valence_2", "arousal_2", "text"];
    private static readonly (string Name, CaptionKind Kind)[] Kinds =
        [("musiccaps", CaptionKind.MusicCaps), ("prompt", CaptionKind.Prompt), ("caption", CaptionKind.Caption), ("query", CaptionKind.Query)];

    /// <summary>
    /// Captions of music, prompts for it and queries, rated for valence and arousal from 0 to 1 by a language model that read only the text: no
    /// person rated them. Reads <c>ratings.csv</c>.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>The texts in the order of the table.</returns>
    /// <exception cref="DatasetException">
    /// The table is missing or damaged, or has an unknown kind, a value outside its scale, or a duplicate id.
    /// </exception>
    public static IReadOnlyList<RatedCaption> MusicalCaptions(string folder)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return CsvTable.Read(Path.Combine(folder, "ratings.csv"), MusicalCaptionsColumns, row =>
        {
            var (id, kind) = (row.Text(0), KindOf(row));
            if (!ids.Add(id)) throw row.Bad($"{id} is rated twice.");
            var key = kind.Kind == CaptionKind.MusicCaps ? VideoOf(row, id) : id;
            return new RatedCaption(
                id, kind.Kind, row.OptionalText(2), row.Text(7), row.Emotion(3, 4, 0, 1), row.Emotion(5, 6, 0, 1), $"{kind.Name}/{key}");
        });
    }

    private static (string Name, CaptionKind Kind) KindOf(CsvRow row)
    {
        var name = row.Text(1);
        var at = Array.FindIndex(Kinds, k => k.Name == name);
        return at >= 0 ? Kinds[at] : throw row.Bad($"kind '{name}' is not one of {string.Join(", ", Kinds.Select(k => k.Name))}.");
    }

    private static string VideoOf(CsvRow row, string id) => MusicCapsClip().Match(id) is { Success: true } clip
        ? clip.Groups[1].Value
        : throw row.Bad($"the id '{id}' of a MusicCaps caption does not have the form mc-video-start.");

    // YouTube ids may contain, and end with, a hyphen: the last one precedes the start
    [GeneratedRegex(@"\Amc-(.+)-[0-9]+\z")]
    private static partial Regex MusicCapsClip();
}
