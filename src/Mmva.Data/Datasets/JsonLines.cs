using System.Text.Json;

namespace Mmva.Data;

/// <summary>Reads files with one JSON object per line. Errors name file and line; empty lines are skipped.</summary>
internal static class JsonLines
{
    /// <exception cref="DatasetException">The file cannot be read, or a line is not a JSON object.</exception>
    public static List<T> Read<T>(string path, Func<JsonRow, T> read)
    {
        var (rows, line) = (new List<T>(), 0L);
        try
        {
            foreach (var text in File.ReadLines(path))
            {
                line++;
                if (string.IsNullOrWhiteSpace(text)) continue;
                using var json = JsonDocument.Parse(text);
                if (json.RootElement.ValueKind != JsonValueKind.Object) throw new DatasetException(path, line, "is not a JSON object.");
                rows.Add(read(new(path, line, json.RootElement)));
            }
            return rows;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // half of a surrogate pair
        {
            throw new DatasetException(path, line, $"is not valid JSON: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, 0, $"cannot be read: {e.Message}", e);
        }
    }
}
