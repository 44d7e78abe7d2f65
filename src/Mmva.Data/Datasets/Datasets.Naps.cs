namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] NapsColumns = ["ID", "M#7|valence", "M#9|arousal"];

    /// <summary>
    /// NAPS: photographs rated from 1 to 9 (Marchewka et al. 2014). Reads <c>NAPS.csv</c>, the publishers' spreadsheet saved as CSV: after lines of
    /// titles, a header with <c>ID</c> and nine columns named <c>M</c>, of which the seventh is the valence and the ninth the arousal of all raters.
    /// A table with the columns <c>ID</c>, <c>valence</c> and <c>arousal</c> is read too. The images are expected in <c>images</c> or in the folder
    /// itself.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="normalization">How ratings become 0 to 1, or <see langword="null"/> for the ends of the scale.</param>
    /// <returns>The images in the order of the table, such as <c>Animals_001_h</c>, each its own group.</returns>
    /// <exception cref="DatasetException">The table is missing or damaged, rates an image twice, or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> Naps(string folder, EmotionNormalization? normalization = null)
    {
        var ids = new UniqueIds();
        var items = CsvTable.ReadSpreadsheet(Path.Combine(folder, "NAPS.csv"), NapsColumns, row =>
        {
            var id = ids.Add(row, row.FileName(0));
            return new RawItem(id, MediaPaths.Image(folder, id), row.Rating(1, 2, 1, 9), $"naps/{id}");
        });
        return RawItem.Normalize(items, folder, normalization, 1, 9);
    }
}
