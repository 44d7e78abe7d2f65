using System.Text.Json;
using Mmva.Data;
using Mmva.Files;

namespace Mmva.Tasks.Evaluation;

/// <summary>Reads change points from JSON token by token, because errors name lines.</summary>
internal static class ChangePointsJson
{
    private const long MaxBytes = 1 << 28;

    /// <exception cref="DatasetException">The file cannot be read, is not JSON, or has another form.</exception>
    public static List<(string Video, ChangePoints.Shot Shot)> Read(string path)
    {
        byte[] bytes;
        try
        {
            var length = RegularFile.LengthOf(path);
            if (length > MaxBytes) throw new DatasetException(path, 0, $"has {length} bytes; a file of change points has at most {MaxBytes}.");
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(path, 0, $"cannot be read: {e.Message}", e);
        }
        try
        {
            return Read(path, bytes.AsSpan(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
        }
        catch (JsonException e)
        {
            throw new DatasetException(path, (e.LineNumber ?? -1) + 1, $"is not valid JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new DatasetException(path, 0, $"is not valid JSON: the name of a video is not a text ({e.Message})", e); // half of a surrogate pair
        }
    }

    private static List<(string Video, ChangePoints.Shot Shot)> Read(string path, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var (lines, shots) = (new LineCounter(), new List<(string, ChangePoints.Shot)>());
        Expect(ref reader, json, lines, path, JsonTokenType.StartObject);
        while (Next(ref reader, json, lines) != JsonTokenType.EndObject)
        {
            var video = reader.GetString()!;
            Expect(ref reader, json, lines, path, JsonTokenType.StartArray);
            while (Next(ref reader, json, lines) != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.StartArray) throw Wrong(path, lines);
                var line = lines.Line;
                var (first, last) = (Frame(ref reader, json, lines, path), Frame(ref reader, json, lines, path));
                Expect(ref reader, json, lines, path, JsonTokenType.EndArray);
                shots.Add((video, new(line, first, last)));
            }
        }
        while (reader.Read()) { } // throws if anything follows
        return shots;
    }

    private static int Frame(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, LineCounter lines, string path)
    {
        Expect(ref reader, json, lines, path, JsonTokenType.Number);
        return reader.TryGetInt32(out var frame) ? frame : throw Wrong(path, lines);
    }

    private static void Expect(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, LineCounter lines, string path, JsonTokenType token)
    {
        if (Next(ref reader, json, lines) != token) throw Wrong(path, lines);
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, LineCounter lines)
    {
        if (!reader.Read()) return JsonTokenType.None;
        lines.MoveTo(json, (int)reader.TokenStartIndex);
        return reader.TokenType;
    }

    private static DatasetException Wrong(string path, LineCounter lines) => new(
        path, lines.Line, "must have the form { \"video\": [[first, last], …], … }, with whole frame numbers.");

    private sealed class LineCounter
    {
        private int _at;

        public long Line { get; private set; } = 1;

        public void MoveTo(ReadOnlySpan<byte> json, int index)
        {
            Line += json[_at..index].Count((byte)'\n');
            _at = index;
        }
    }
}
