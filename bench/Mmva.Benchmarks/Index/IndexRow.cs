using System.Globalization;
using System.Text.Json;

namespace Mmva.Benchmarks.Index;

/// <summary>One contender with one set of points.</summary>
/// <param name="Case">For example <c>index/uniform</c>, or <c>strtree/uniform</c> for a peer.</param>
/// <param name="Points">How many there were.</param>
/// <param name="BuildSeconds">From the points to the first query.</param>
/// <param name="BytesPerPoint">Beside ids; not measured for peers.</param>
/// <param name="Queries">For the ten nearest.</param>
internal sealed record IndexRow(string Case, int Points, double BuildSeconds, double? BytesPerPoint, QueryTimes Queries)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Case,-22} {Points,11:N0} points   build {BuildSeconds,6:F2} s   "
        + $"{(BytesPerPoint is { } bytes ? $"{bytes:F1} B/point" : ""),-14} "
        + $"k = 10: median {1e6 * Queries.Median,10:F1} µs   99 % {1e6 * Queries.Percentile99,10:F1} µs");

    public static void Write(string path, IEnumerable<IndexRow> rows)
    {
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("case", row.Case);
            json.WriteNumber("points", row.Points);
            json.WriteNumber("build_s", row.BuildSeconds);
            if (row.BytesPerPoint is { } bytes) json.WriteNumber("bytes_per_point", bytes);
            json.WriteNumber("query_median_s", row.Queries.Median);
            json.WriteNumber("query_p99_s", row.Queries.Percentile99);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
