using System.Buffers;
using System.Text;
using System.Text.Json;

namespace IndexLibrary.Files;

/// <summary>What an item of the index carries: where the copies of its content lie, as JSON.</summary>
/// <param name="Paths">Up to <see cref="Most"/> of them, in order.</param>
/// <param name="Copies">How many there are.</param>
internal sealed record ItemPaths(IReadOnlyList<string> Paths, long Copies)
{
    /// <summary>The same cover picture can lie in thousands of folders.</summary>
    public const int Most = 100;

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("paths");
            foreach (var path in Paths) json.WriteStringValue(path);
            json.WriteEndArray();
            json.WriteNumber("copies", Copies);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Null where the payload is of another program.</summary>
    public static ItemPaths? FromJson(string? payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload ?? "");
            return new([.. json.RootElement.GetProperty("paths").EnumerateArray().Select(path => path.GetString()!)], json.RootElement.GetProperty("copies").GetInt64());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
