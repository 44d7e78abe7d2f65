namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] EmoticSplits = ["train", "val", "test"];
    private static readonly string[] EmoticColumns = ["Filename", "Folder?", "Valence", "Arousal"];
    private static readonly string[] EmoticListColumns = ["Filename", "Folder?", "Continuous_Labels"];

    /// <summary>
    /// EMOTIC: photographs of people, each person rated from 1 to 10 (Kosti et al. 2017). Reads the CSV form of the annotations, one row per person:
    /// <c>train.csv</c>, <c>val.csv</c> and <c>test.csv</c> (in the folder or its folder <c>annotations</c>), with the columns <c>Filename</c>,
    /// optionally <c>Folder</c>, and either <c>Valence</c> and <c>Arousal</c>, or <c>Continuous_Labels</c>: a list of valence, arousal, dominance.
    /// The images are expected in the folder that the table names, else in <c>images</c>.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="split">One of the publishers' splits (train, val, test), or <see langword="null"/> for all.</param>
    /// <param name="normalization">How ratings become 0 to 1, or <see langword="null"/> for the ends of the scale.</param>
    /// <returns>
    /// The images in the order of the tables, each its own group, with the mean of the persons rated in it. Ids are file names without extension.
    /// </returns>
    /// <exception cref="ArgumentException">There is no such split.</exception>
    /// <exception cref="DatasetException">A table is missing, damaged, or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> Emotic(string folder, string? split = null, EmotionNormalization? normalization = null)
    {
        if (split is not null && !EmoticSplits.Contains(split))
            throw new ArgumentException($"The split '{split}' is not one of {string.Join(", ", EmoticSplits)}.", nameof(split));
        var persons = (split is null ? EmoticSplits : [split]).SelectMany(name => EmoticPersons(folder, name));
        var items = persons.GroupBy(p => p.Content, StringComparer.Ordinal)
            .Select(image => image.First() with { Rating = Rating.MeanOf([.. image.Select(p => p.Rating)]) });
        return RawItem.Normalize([.. items], folder, normalization, 1, 10);
    }

    private static List<RawItem> EmoticPersons(string folder, string split)
    {
        var path = MediaPaths.Table(folder, [$"{split}.csv", Path.Combine("annotations", $"{split}.csv")]);
        try
        {
            return CsvTable.ReadSpreadsheet(path, EmoticColumns, row => Person(row, row.Rating(2, 3, 1, 10)));
        }
        catch (DatasetException e) when (e.Message.Contains("has no column 'Valence'", StringComparison.Ordinal))
        {
            return CsvTable.ReadSpreadsheet(
                path, EmoticListColumns, row => Person(row, new(row.ListedNumber(2, 0, 1, 10), row.ListedNumber(2, 1, 1, 10))));
        }

        RawItem Person(CsvRow row, Rating rating)
        {
            var name = row.FileName(0);
            var subfolder = row.OptionalText(1).Replace('\\', '/');
            if (subfolder.StartsWith('/') || subfolder.Split('/').Contains("..")) throw row.Bad($"Folder '{subfolder}' leaves the data set.");
            var id = Path.GetFileNameWithoutExtension(name);
            var image = MediaPaths.Find(folder, [subfolder, Path.Combine("emotic", subfolder), Path.Combine("images", subfolder)], name, [""]);
            return new(id, image ?? Path.Combine(folder, subfolder.Length > 0 ? subfolder : "images", name), rating, $"emotic/{id}");
        }
    }
}
