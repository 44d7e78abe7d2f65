using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Mmva.Benchmarks;

/// <summary>Times two contenders in turns, so that a noisy machine disturbs both alike.</summary>
internal static class Turns
{
    /// <summary>The medians of both and of the ratios of neighbouring turns; one warm-up turn each is not counted.</summary>
    /// <param name="name">What is measured, for example <c>minilm/1x24</c>.</param>
    /// <param name="ours">Runs Mmva once and returns seconds.</param>
    /// <param name="peer">Runs the peer once and returns seconds.</param>
    /// <param name="turns">Turns each.</param>
    /// <param name="precision">exact or fast, where the case has one.</param>
    public static BenchmarkRow Measure(string name, Func<double> ours, Func<double> peer, int turns, string? precision = null)
    {
        ours();
        peer();
        var pairs = new List<(double Ours, double Peer)>();
        for (var i = 0; i < turns; i++)
        {
            // who goes first changes every turn
            if (i % 2 == 0) { var o = ours(); pairs.Add((o, peer())); }
            else { var p = peer(); pairs.Add((ours(), p)); }
        }
        var row = new BenchmarkRow(name, precision, Median(pairs.Select(p => p.Ours)), Median(pairs.Select(p => p.Peer)), Median(pairs.Select(p => p.Peer / p.Ours)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {precision,-6} ours {1000 * row.OursSeconds,9:F3} ms   peer {1000 * row.PeerSeconds,9:F3} ms   ratio {row.Ratio:F2}"));
        return row;
    }

    public static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>One line of a result file; ratio = peer ÷ ours, so above 1 means that Mmva is faster.</summary>
internal sealed record BenchmarkRow(string Case, string? Precision, double OursSeconds, double PeerSeconds, double Ratio)
{
    public static void Write(string path, IEnumerable<BenchmarkRow> rows)
    {
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString("case", row.Case);
            if (row.Precision is not null) json.WriteString("precision", row.Precision);
            json.WriteNumber("ours_s", row.OursSeconds);
            json.WriteNumber("peer_s", row.PeerSeconds);
            json.WriteNumber("ratio", row.Ratio);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
