using System.Text.Json;

namespace Mmva.Data;

/// <summary>One object of a file of JSON lines; valid until the next one is read.</summary>
internal readonly struct JsonRow(string path, long line, JsonElement json)
{
    /// <summary>The line, from 1.</summary>
    public long Line => line;

    /// <summary>The trimmed text of a property, or an empty text if it is missing or null.</summary>
    public string Text(string name) => !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim()
        : throw new DatasetException(path, line, $"{name} is not a text.");

    /// <summary>The trimmed text of a property, which must not be empty.</summary>
    public string Required(string name) =>
        Text(name) is { Length: > 0 } text ? text : throw new DatasetException(path, line, $"{name} is missing or empty.");

    /// <summary>The number of a property, within a scale.</summary>
    public double Number(string name, double minimum, double maximum) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
        && number >= minimum && number <= maximum
        ? number
        : throw new DatasetException(path, line, FormattableString.Invariant($"{name} is not a number from {minimum} to {maximum}."));
}
