using System.Text.Encodings.Web;
using System.Text.Json;

namespace PaperTables;

/// <summary>The report as JSON: an object with <c>table1</c> to <c>table5</c>, each a list of rows; see the README.</summary>
internal static class JsonFile
{
    private const int Version = 1;

    public static byte[] Format(PaperReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("format", "mmva-paper-tables");
            json.WriteNumber("version", Version);
            json.WriteStartObject("facts");
            foreach (var (name, value) in report.Facts) json.WriteString(name, value);
            json.WriteEndObject();
            foreach (var table in report.Tables)
            {
                json.WriteStartArray($"table{table.Number}");
                foreach (var row in table.Rows) Write(json, row);
                json.WriteEndArray();
            }
            json.WriteStartArray("comparisons");
            foreach (var comparison in report.Comparisons) Write(json, comparison);
            json.WriteEndArray();
            json.WriteStartObject("notes");
            foreach (var table in report.Tables)
            {
                json.WriteStartArray($"table{table.Number}");
                foreach (var note in table.Notes) json.WriteStringValue(note);
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <summary>Writes one row.</summary>
    public static void Write(Utf8JsonWriter json, TableRow row)
    {
        json.WriteStartObject();
        WriteKey(json, row);
        json.WriteString("metric", row.Metric);
        WriteNumber(json, "value", row.Value);
        WriteInterval(json, row.Lower, row.Upper);
        if (row.Source is { } source)
        {
            json.WriteString("source", source);
        }
        else
        {
            json.WriteNumber("items", row.Items);
            json.WriteNumber("groups", row.Groups);
            json.WriteStartArray("seeds");
            foreach (var value in row.Seeds) WriteValue(json, value);
            json.WriteEndArray();
        }
        json.WriteStartObject("trivial");
        foreach (var (name, value) in row.Trivial) WriteNumber(json, name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Comparison comparison)
    {
        json.WriteStartObject();
        json.WriteNumber("table", comparison.Table);
        WriteKey(json, comparison.Mmva);
        json.WriteString("versus", comparison.Other.System);
        json.WriteString("metric", comparison.Mmva.Metric);
        WriteNumber(json, "difference", comparison.Difference.Value);
        WriteInterval(json, comparison.Difference.Lower, comparison.Difference.Upper);
        WriteNumber(json, "p", comparison.Difference.PValue);
        WriteNumber(json, "pHolm", comparison.PCorrected);
        json.WriteString("verdict", !comparison.IsSignificant ? "no difference shown" : comparison.IsBetter ? "better" : "worse");
        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, TableRow row)
    {
        json.WriteString("system", row.System);
        json.WriteString("set", row.Set);
        json.WriteString("modality", row.Modality);
        json.WriteString("task", row.Task);
    }

    private static void WriteInterval(Utf8JsonWriter json, double lower, double upper)
    {
        if (!double.IsFinite(lower) || !double.IsFinite(upper))
        {
            json.WriteNull("interval");
            return;
        }
        json.WriteStartArray("interval");
        json.WriteNumberValue(lower);
        json.WriteNumberValue(upper);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        WriteValue(json, value);
    }

    private static void WriteValue(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }
}
