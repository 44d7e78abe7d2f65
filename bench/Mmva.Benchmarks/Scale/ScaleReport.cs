using System.Globalization;
using System.Text.Json;

namespace Mmva.Benchmarks.Scale;

/// <summary>Laws and result files.</summary>
internal static class ScaleReport
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The laws of the first set of points.</summary>
    public static IReadOnlyDictionary<string, PowerLaw> Laws(IReadOnlyCollection<ScaleIndexRow> rows)
    {
        var first = rows.Where(row => row.Set == rows.First().Set).ToList();
        return Laws(first, row => row.Points, new Dictionary<string, Func<ScaleIndexRow, double>>
        {
            ["build, core s"] = row => row.BuildCoreSeconds,
            ["peak while building, B"] = row => row.PeakBytes,
            ["resident, B"] = row => row.ResidentBytes,
            ["file, B"] = row => row.FileBytes,
            ["save, core s"] = row => row.SaveCoreSeconds,
            ["open not cached, s"] = row => row.OpenColdSeconds,
            ["open cached, core s"] = row => row.OpenCoreSeconds,
            ["query median, s"] = row => row.Queries.Median,
            ["query 99 %, s"] = row => row.Queries.Percentile99,
        });
    }

    public static IReadOnlyDictionary<string, PowerLaw> Laws<T>(
        IReadOnlyCollection<T> rows, Func<T, double> size, IReadOnlyDictionary<string, Func<T, double>> costs)
    {
        var laws = new Dictionary<string, PowerLaw>();
        foreach (var (name, cost) in costs)
            if (PowerLaw.Fit([.. rows.Select(row => (size(row), cost(row)))]) is { } law) laws.Add(name, law);
        return laws;
    }

    public static void Print(IReadOnlyDictionary<string, PowerLaw> laws)
    {
        foreach (var (name, law) in laws) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {law}"));
    }

    public static T Read<T>(string path) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(path), Json) ?? throw new MmvaException($"{path}: is not a file of figures.");

    public static void Write(string path, object value) => File.WriteAllText(path, JsonSerializer.Serialize(value, Json) + "\n");
}
