using System.Globalization;
using System.Text.Json;

namespace Mmva.Benchmarks;

/// <summary>One line of a result file; ratio = peer ÷ ours, so above 1 means that Mmva is faster.</summary>
internal sealed record BenchmarkRow(string Case, Precision? Precision, double OursSeconds, double PeerSeconds, double Ratio, Agreement? Agreement)
{
    private string How => Precision switch { Mmva.Precision.Exact => "exact", Mmva.Precision.Fast => "fast", _ => "" };

    /// <summary>Writes the file where one is wanted, and names the cases whose features are not the peer's.</summary>
    /// <returns>The exit code: 0, or 1 where a case computed something else than the peer.</returns>
    public static int Report(IReadOnlyCollection<BenchmarkRow> rows, string? json)
    {
        if (json is not null) Write(json, rows);
        var missed = rows.Where(r => r.Agreement is { Holds: false }).ToList();
        foreach (var row in missed)
            Console.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Case} {row.How}: the features differ from the peer's by {row.Agreement!.Value.Error:G3}; "
                    + $"{row.Agreement.Value.Limit} are allowed. Were the peer's weights prepared from the same files?"));
        return missed.Count == 0 ? 0 : 1;
    }

    public override string ToString()
    {
        var times = string.Create(
            CultureInfo.InvariantCulture,
            $"{Case,-24} {How,-6} ours {1000 * OursSeconds,9:F3} ms   peer {1000 * PeerSeconds,9:F3} ms   ratio {Ratio:F2}");
        return Agreement is { } agreement
            ? string.Create(CultureInfo.InvariantCulture, $"{times}   error {agreement.Error:G2} of {agreement.Limit}")
            : times;
    }

    private static void Write(string path, IEnumerable<BenchmarkRow> rows)
    {
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("case", row.Case);
            if (row.Precision is not null) json.WriteString("precision", row.How);
            json.WriteNumber("ours_s", row.OursSeconds);
            json.WriteNumber("peer_s", row.PeerSeconds);
            json.WriteNumber("ratio", row.Ratio);
            if (row.Agreement is { } agreement)
            {
                if (double.IsFinite(agreement.Error)) json.WriteNumber("error", agreement.Error);
                json.WriteNumber("error_limit", agreement.Limit);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
