namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] ManifestColumns = ["path", "valence", "arousal", "group?", "caption?", "id?"];

    /// <summary>
    /// Your own data: a CSV table with the columns <c>path</c>, <c>valence</c>, <c>arousal</c> and optionally <c>group</c>, <c>caption</c> and
    /// <c>id</c>, or a file <c>*.jsonl</c> with one JSON object per line that has these properties. Other columns are ignored. Tables separated by
    /// tabs, or by semicolons with decimal points or commas, are read too.
    /// </summary>
    /// <param name="path">The manifest. Paths in it are relative to its folder.</param>
    /// <param name="minimum">The lower end of the rating scale.</param>
    /// <param name="maximum">The upper end of the rating scale.</param>
    /// <param name="normalization">How ratings become 0 to 1, or <see langword="null"/> for the ends of the scale.</param>
    /// <returns>
    /// The items in order. The id is the path as it stands in the manifest unless one is given. The group key is the manifest's file name without
    /// extension, a slash, and the group; without a group, every item is its own.
    /// </returns>
    /// <exception cref="DatasetException">
    /// The manifest is missing or damaged, has an id twice, a value outside the scale, or a file that does not exist.
    /// </exception>
    public static IReadOnlyList<RatedItem> Manifest(
        string path, double minimum = 0, double maximum = 1, EmotionNormalization? normalization = null)
    {
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        var (folder, set) = (Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path));
        var items = path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? JsonLines.Read(path, row => Item(
                row.Line, row.Required("path"), new(row.Number("valence", minimum, maximum), row.Number("arousal", minimum, maximum)),
                row.Text("group"), row.Text("caption"), row.Text("id")))
            : CsvTable.ReadSpreadsheet(path, ManifestColumns, row => Item(
                row.Line, row.Text(0), row.Rating(1, 2, minimum, maximum), row.OptionalText(3), row.OptionalText(4), row.OptionalText(5)));
        return RawItem.Normalize(items, path, normalization, minimum, maximum);

        RawItem Item(long line, string file, Rating rating, string group, string caption, string id)
        {
            if (id.Length == 0) id = file;
            if (!lines.TryAdd(id, line)) throw new DatasetException(path, line, $"{id} is rated twice, also in line {lines[id]}.");
            var content = Path.Combine(folder, file);
            if (!File.Exists(content)) throw new DatasetException(path, line, $"path '{file}' does not exist.");
            return new(id, content, rating, $"{set}/{(group.Length > 0 ? group : id)}", caption.Length > 0 ? caption : null);
        }
    }
}
