using System.Text.Encodings.Web;
using System.Text.Json;

namespace PaperTables;

/// <summary>A benchmark as JSON; see the README.</summary>
internal static class BenchmarkJson
{
    private const int Version = 1;

    public static byte[] Format(BenchmarkReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("format", "mmva-benchmark");
            json.WriteNumber("version", Version);
            json.WriteString("benchmark", report.Benchmark.Name);
            json.WriteStartObject("facts");
            foreach (var (name, value) in report.Facts) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteStartObject("protocols");
            foreach (var protocol in report.Benchmark.Protocols) json.WriteString(protocol.Name, protocol.Description);
            json.WriteEndObject();
            json.WriteStartArray("rows");
            foreach (var row in report.Rows) JsonFile.Write(json, row);
            json.WriteEndArray();
            json.WriteStartArray("published");
            foreach (var figures in report.Published) Write(json, figures);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, PublishedFigures figures)
    {
        json.WriteStartObject();
        json.WriteString("system", figures.System);
        json.WriteString("metric", figures.Metric);
        Write(HeldOut.Valence, figures.Valence);
        Write(HeldOut.Arousal, figures.Arousal);
        json.WriteString("protocol", figures.Protocol);
        json.WriteString("source", figures.Source);
        json.WriteEndObject();

        void Write(string name, double? value)
        {
            if (value is { } v) json.WriteNumber(name, v);
            else json.WriteNull(name);
        }
    }
}
