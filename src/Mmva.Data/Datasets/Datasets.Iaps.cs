namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] IapsColumns = ["IAPS|IQ", "valmn", "aromn", "set?"];

    /// <summary>
    /// IAPS: photographs rated from 1 to 9 (Lang, Bradley and Cuthbert 2008). Reads <c>AllSubjects_1-20.txt</c> in the folder or its folder
    /// <c>IAPS Tech Report</c>: a table separated by tabs, whose header, after lines of text, names <c>IAPS</c> (or <c>IQ</c>), <c>valmn</c> and
    /// <c>aromn</c>. The images are expected in <c>images</c> or in the folder itself.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="normalization">How ratings become 0 to 1, or <see langword="null"/> for the ends of the scale.</param>
    /// <returns>
    /// The images in the order of the table, each its own group. An image that several studies (column <c>set</c>) rate has the mean of their rows.
    /// Ids are those of the table (<c>2055.1</c>), without a final <c>.0</c>.
    /// </returns>
    /// <exception cref="DatasetException">
    /// The table is missing, damaged, or has a value outside its scale, or rates an image twice in one study.
    /// </exception>
    public static IReadOnlyList<RatedItem> Iaps(string folder, EmotionNormalization? normalization = null)
    {
        var path = MediaPaths.Table(folder, ["AllSubjects_1-20.txt", Path.Combine("IAPS Tech Report", "AllSubjects_1-20.txt")]);
        var studies = new Dictionary<string, UniqueIds>(StringComparer.Ordinal);
        var rows = CsvTable.ReadSpreadsheet(path, IapsColumns, row =>
        {
            var id = row.FileName(0);
            if (id.EndsWith(".0", StringComparison.Ordinal)) id = id[..^2];
            if (!studies.TryGetValue(row.OptionalText(3), out var study)) studies[row.OptionalText(3)] = study = new();
            return (Id: study.Add(row, id), Rating: row.Rating(1, 2, 1, 9));
        });
        var items = rows.GroupBy(row => row.Id, row => row.Rating, StringComparer.Ordinal)
            .Select(image => new RawItem(image.Key, MediaPaths.Image(folder, image.Key), Rating.MeanOf([.. image]), $"iaps/{image.Key}"));
        return RawItem.Normalize([.. items], path, normalization, 1, 9);
    }
}
