using System.Buffers.Binary;
using System.Text.Json;

namespace Mmva.WeightFiles;

/// <summary>The header of a safetensors file, checked against the file's data.</summary>
internal sealed class SafetensorsHeader
{
    public const int MaxBytes = 100_000_000;

    private static readonly Dictionary<string, TensorType> Types = new()
    {
        ["F32"] = TensorType.Float32, ["F16"] = TensorType.Float16, ["BF16"] = TensorType.BFloat16, ["F64"] = TensorType.Float64,
        ["I8"] = TensorType.Int8, ["U8"] = TensorType.UInt8, ["I16"] = TensorType.Int16, ["I32"] = TensorType.Int32, ["I64"] = TensorType.Int64,
        ["BOOL"] = TensorType.Boolean,
    };

    public required long DataStart { get; init; }
    public required Dictionary<string, string> Metadata { get; init; }
    public required List<Entry> Entries { get; init; }

    public static string NameOf(TensorType type) => Types.First(t => t.Value == type).Key;

    public static SafetensorsHeader Read(string path, MappedBytes file)
    {
        WeightFileException Bad(string reason) => new(path, "is not a valid safetensors file: " + reason);

        if (file.Length < 8) throw Bad($"it has {file.Length} bytes, fewer than a header.");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span(0, 8));
        if (length > MaxBytes) throw Bad($"its header claims {length} bytes; at most {MaxBytes} are allowed.");
        if ((long)length + 8 > file.Length) throw Bad($"its header claims {length} bytes, but the file has only {file.Length}.");
        var json = file.Span(8, (int)length);
        if (json.IsEmpty || json[0] != (byte)'{') throw Bad("its header does not begin with '{'.");

        var header = new SafetensorsHeader { DataStart = 8 + (long)length, Metadata = [], Entries = [] };
        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = 8 });
            foreach (var property in Distinct(document.RootElement))
                if (property.Name == "__metadata__")
                    foreach (var text in Distinct(property.Value)) header.Metadata[text.Name] = text.Value.GetString() ?? "";
                else
                    header.Entries.Add(ReadEntry(property.Name, property.Value, Bad));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new WeightFileException(path, $"is not a valid safetensors file: its header cannot be read ({e.Message})", e);
        }

        header.Entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long position = 0;
        foreach (var entry in header.Entries)
        {
            if (entry.Begin != position)
                throw Bad($"'{entry.Name}' begins at byte {entry.Begin} of the data instead of {position} (a hole or an overlap).");
            position = entry.End;
        }
        if (header.DataStart + position != file.Length)
            throw Bad(
                $"its tensors take {position} bytes, but {file.Length - header.DataStart} follow the header; "
                + "the file is damaged or was not downloaded completely.");
        return header;
    }

    // JsonDocument's own check loads OpenSSL, for a hash: 6 MB, and a tenth of a second
    private static IEnumerable<JsonProperty> Distinct(JsonElement value)
    {
        var names = new HashSet<string>();
        foreach (var property in value.EnumerateObject())
            yield return names.Add(property.Name) ? property : throw new JsonException($"'{property.Name}' occurs twice.");
    }

    private static Entry ReadEntry(string name, JsonElement value, Func<string, WeightFileException> bad)
    {
        foreach (var _ in Distinct(value)) { }
        var typeName = value.GetProperty("dtype").GetString() ?? "";
        if (typeName.Length == 0) throw bad($"'{name}' has no type.");
        // a file may contain what nobody reads, of types that are not known here
        var known = Types.TryGetValue(typeName, out var type);
        if (!known) type = TensorType.Other;
        var shape = value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt32()).ToArray();
        var offsets = value.GetProperty("data_offsets").EnumerateArray().Select(o => o.GetInt64()).ToArray();
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0])
            throw bad($"'{name}' has the invalid data offsets [{string.Join(", ", offsets)}].");
        try
        {
            if (shape.Any(s => s < 0)) throw bad($"'{name}' has a negative size: [{string.Join(", ", shape)}].");
            var elements = shape.Aggregate(1L, (product, size) => checked(product * size));
            if (!known) _ = checked((int)elements);
            var bytes = known ? checked(type.Size() * elements) : offsets[1] - offsets[0];
            if (bytes != offsets[1] - offsets[0])
                throw bad($"'{name}' [{string.Join(", ", shape)}] of {typeName} takes {bytes} bytes, not {offsets[1] - offsets[0]}.");
            if (bytes > int.MaxValue) throw bad($"'{name}' takes {bytes} bytes; at most {int.MaxValue} are supported.");
        }
        catch (OverflowException)
        {
            throw bad($"'{name}' has the impossible shape [{string.Join(", ", shape)}].");
        }
        return new(name, type, shape, offsets[0], offsets[1], known ? null : typeName);
    }

    internal readonly record struct Entry(string Name, TensorType Type, int[] Shape, long Begin, long End, string? TypeName);
}
