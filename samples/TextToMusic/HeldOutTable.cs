using System.Globalization;
using Mmva;
using Sylvan.Data.Csv;

namespace TextToMusic;

/// <summary>Where heads and ridge regression place items that they did not see in training: <c>held-out.csv</c>, which TrainCompact writes beside the heads.</summary>
internal sealed class HeldOutTable
{
    private readonly Dictionary<string, (ValenceArousal Heads, ValenceArousal Ridge)> _points = new(StringComparer.Ordinal);

    public static HeldOutTable Read()
    {
        using var stream = typeof(HeldOutTable).Assembly.GetManifestResourceStream("held-out.csv")!;
        using var reader = CsvDataReader.Create(new StreamReader(stream));
        var table = new HeldOutTable();
        while (reader.Read()) table._points[reader.GetString(1)] = (new(Number(2), Number(3)), new(Number(4), Number(5)));
        return table;

        float Number(int column) => float.Parse(reader.GetString(column), CultureInfo.InvariantCulture);
    }

    /// <summary>The points of an item, by its name in its data set; null where it was not in the training data.</summary>
    public (ValenceArousal Heads, ValenceArousal Ridge)? Find(string id) => _points.TryGetValue(id, out var points) ? points : null;
}
