using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mmva.Files;

namespace Mmva.WeightFiles;

/// <summary>Writes safetensors files.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes a file atomically: it is renamed to the target when it is complete, so that no reader sees a part of it.</summary>
    /// <param name="path">The file to write; an existing file is replaced.</param>
    /// <param name="tensors">The tensors, with distinct names.</param>
    /// <param name="metadata">The metadata; optional.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name.</exception>
    /// <exception cref="WeightFileException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // the order of the reference implementation: larger elements first, so that every tensor is aligned, then by name
        var ordered = tensors.OrderByDescending(t => t.Type.Size()).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
        if (ordered.GroupBy(t => t.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Two tensors are named '{twice.Key}'.", nameof(tensors));
        AtomicFile.Write(path, stream =>
        {
            WriteHeader(stream, [.. ordered.Select(t => (t.Name, t.Type, t.Shape, (long)t.Bytes.Length))], metadata);
            foreach (var tensor in ordered) stream.Write(tensor.Bytes.Span);
        }, (message, e) => new WeightFileException(path, message, e));
    }

    /// <summary>Writes what comes before the bytes of the tensors, which follow in the same order.</summary>
    internal static void WriteHeader(
        Stream stream, IReadOnlyList<(string Name, TensorType Type, IReadOnlyList<int> Shape, long Bytes)> tensors,
        IReadOnlyDictionary<string, string>? metadata)
    {
        var header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
    }

    private static byte[] Header(
        IReadOnlyList<(string Name, TensorType Type, IReadOnlyList<int> Shape, long Bytes)> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", SafetensorsHeader.NameOf(tensor.Type));
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
