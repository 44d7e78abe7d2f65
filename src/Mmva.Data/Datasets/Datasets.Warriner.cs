namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] WarrinerColumns = ["word", "valence", "arousal"];

    /// <summary>Norms of English words, rated from 1 to 9 (Warriner, Kuperman and Brysbaert 2013). Reads <c>warriner_va.csv</c>.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>The words, "null" among them, grouped by a rough stem so that "abandon" and "abandonment" stay together.</returns>
    /// <exception cref="DatasetException">The table is missing, damaged, or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> Warriner(string folder) => CsvTable.Read(Path.Combine(folder, "warriner_va.csv"), WarrinerColumns, row =>
    {
        var word = row.Text(0);
        return new RatedItem(word, word, row.Emotion(1, 2, 1, 9), $"warriner/{WordStem.Of(word)}");
    });
}
