using System.Text.Json;
using System.Text.Unicode;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// Reads a <c>config.json</c> or <c>preprocessor_config.json</c> strictly; every error names the file, the key and what is required.
/// </summary>
internal sealed class ModelConfig
{
    private const long MaxBytes = 16 << 20;

    private readonly string _path, _scope;
    private readonly JsonElement _object;

    private ModelConfig(string path, string scope, JsonElement value)
    {
        _path = path;
        _scope = scope;
        _object = value;
    }

    /// <exception cref="WeightFileException">The file is missing, cannot be read or is not a JSON object.</exception>
    public static ModelConfig Open(string path)
    {
        try
        {
            var bytes = ModelFile.ReadAllBytes(path, MaxBytes);
            if (!Utf8.IsValid(bytes)) throw new WeightFileException(path, "is not valid JSON: it is not UTF-8.");
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement.Clone();
            return root.ValueKind == JsonValueKind.Object ? new(path, "", root) : throw new WeightFileException(path, "is not a JSON object.");
        }
        catch (JsonException e)
        {
            throw new WeightFileException(path, $"is not valid JSON: {e.Message}", e);
        }
    }

    public bool Contains(string key) => Find(key) is not null;

    public bool IsObject(string key) => Find(key)?.ValueKind == JsonValueKind.Object;

    /// <summary>A nested object, for example <c>vision_config</c>.</summary>
    public ModelConfig Section(string key) => new(_path, $"{_scope}{key}.", Require(key, JsonValueKind.Object, "an object"));

    /// <summary>An integer within limits.</summary>
    /// <param name="key">The key.</param>
    /// <param name="min">The lower limit.</param>
    /// <param name="max">The upper limit.</param>
    /// <param name="fallback">The value of an absent key; without it the key is required.</param>
    public int Integer(string key, int min = 1, int max = 1 << 24, int? fallback = null)
    {
        if (Find(key) is not { } value) return fallback ?? throw Absent(key);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw Wrong(key, value, $"an integer from {min} to {max}");
    }

    public int[] Integers(string key, int min = 1, int max = 1 << 24)
    {
        var list = Require(key, JsonValueKind.Array, "a list of integers");
        return [.. list.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number && v.TryGetInt32(out var number)
            && number >= min && number <= max
            ? number
            : throw Wrong(key, list, $"a list of integers from {min} to {max}"))];
    }

    public float[] Floats(string key)
    {
        var list = Require(key, JsonValueKind.Array, "a list of numbers");
        return [.. list.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number && v.TryGetSingle(out var number) && float.IsFinite(number)
            ? number
            : throw Wrong(key, list, "a list of numbers"))];
    }

    public float Float(string key, float? fallback = null)
    {
        if (Find(key) is not { } value) return fallback ?? throw Absent(key);
        return value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && float.IsFinite(number)
            ? number
            : throw Wrong(key, value, "a number");
    }

    public bool Boolean(string key, bool? fallback = null) => Find(key)?.ValueKind switch
    {
        null => fallback ?? throw Absent(key),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(key, Find(key)!.Value, "true or false"),
    };

    public string Text(string key, string? fallback = null) => Find(key) switch
    {
        null => fallback ?? throw Absent(key),
        { ValueKind: JsonValueKind.String } value => Unescaped(key, value),
        { } value => throw Wrong(key, value, "a string"),
    };

    /// <summary>Refuses what is not implemented.</summary>
    /// <exception cref="WeightFileException"><paramref name="supported"/> is false.</exception>
    public void Require(bool supported, string key, string what)
    {
        if (supported) return;
        throw new WeightFileException(_path, $"'{_scope}{key}' is {(Find(key) is { } value ? Short(value) : "absent")}; {what}.");
    }

    private JsonElement Require(string key, JsonValueKind kind, string what)
    {
        var value = Find(key) ?? throw Absent(key);
        return value.ValueKind == kind ? value : throw Wrong(key, value, what);
    }

    private string Unescaped(string key, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(key, value, "a string"); // half of a surrogate pair
        }
    }

    // null in a configuration means the same as no key
    private JsonElement? Find(string key)
    {
        try
        {
            return _object.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        }
        catch (InvalidOperationException e)
        {
            throw new WeightFileException(_path, $"one of its keys next to '{_scope}{key}' is not a text: {e.Message}",
                e); // half of a surrogate pair
        }
    }

    private WeightFileException Absent(string key) => new(_path, $"'{_scope}{key}' is not in the configuration.");

    private WeightFileException Wrong(string key, JsonElement value, string required) =>
        new(_path, $"'{_scope}{key}' is {Short(value)}; {required} is required.");

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 80 } text ? text[..80] + "…" : value.GetRawText();
}
