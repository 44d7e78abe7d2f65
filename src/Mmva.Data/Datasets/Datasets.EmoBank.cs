using System.Text.RegularExpressions;

namespace Mmva.Data;

public static partial class Datasets
{
    private static readonly string[] EmoBankColumns = ["id", "split", "V", "A", "text"];

    /// <summary>EmoBank: English sentences of many genres, rated from 1 to 5 (Buechel and Hahn 2017). Reads <c>emobank.csv</c>.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="split">One of the publishers' splits (train, dev, test), which cut through documents, or <see langword="null"/> for all.</param>
    /// <returns>The sentences, grouped by document: ids have the form <c>document_begin_end</c>.</returns>
    /// <exception cref="DatasetException">The table is missing, damaged, or has a value outside its scale.</exception>
    public static IReadOnlyList<RatedItem> EmoBank(string folder, string? split = null)
    {
        var rows = CsvTable.Read(Path.Combine(folder, "emobank.csv"), EmoBankColumns, row =>
        {
            if (split is not null && row.Text(1) != split) return null;
            var id = row.Text(0);
            return new RatedItem(id, row.Text(4), row.Emotion(2, 3, 1, 5), $"emobank/{EmoBankPosition().Replace(id, "")}");
        });
        return [.. rows.OfType<RatedItem>()];
    }

    [GeneratedRegex(@"_\d+_\d+$")]
    private static partial Regex EmoBankPosition();
}
