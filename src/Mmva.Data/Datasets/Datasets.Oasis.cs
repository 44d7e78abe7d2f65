namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] OasisColumns = ["Theme", "Valence_mean", "Arousal_mean"];
    private static readonly string[] OasisColumnsWithCategory = [.. OasisColumns, "Category"];

    /// <summary>
    /// OASIS: photographs rated by about 100 people each, on scales from 1 to 7 (Kurdi, Lozano and Banaji 2017). Reads <c>OASIS.csv</c>; the
    /// images are expected in <c>images</c>.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="category">One of the set's categories (Animal, Object, Person, Scenery), or <see langword="null"/> for all.</param>
    /// <returns>The images, grouped by theme without its number: "Acorns 1" and "Acorns 2" show almost the same.</returns>
    /// <exception cref="DatasetException">The table is missing, damaged, or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> Oasis(string folder, string? category = null)
    {
        var rows = CsvTable.Read(Path.Combine(folder, "OASIS.csv"), category is null ? OasisColumns : OasisColumnsWithCategory, row =>
        {
            if (category is not null && row.Text(3) != category) return null;
            var theme = row.FileName(0);
            var stem = theme.TrimEnd("0123456789".ToCharArray()).TrimEnd().ToLowerInvariant();
            return new RatedItem(theme, Path.Combine(folder, "images", theme + ".jpg"), row.Emotion(1, 2, 1, 7), $"oasis/{stem}");
        });
        return [.. rows.OfType<RatedItem>()];
    }
}
