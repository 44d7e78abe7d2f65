using System.Text.Json;

namespace Mmva;

/// <summary>What takes a change of mood tags back: the tags and the bytes that were replaced. Its text is one line of JSON.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class MoodTagUndo
{
    private const string Format = "mmva-mood-tags-1";

    internal MoodTagUndo(string path, MoodTags before, MoodTags after, string hashBefore, string hashAfter, IReadOnlyList<Tasks.Edit> edits)
    {
        Path = path;
        Before = before;
        After = after;
        HashBefore = hashBefore;
        HashAfter = hashAfter;
        Edits = edits;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>The tags before the change.</summary>
    public MoodTags Before { get; }

    /// <summary>The tags after the change.</summary>
    public MoodTags After { get; }

    internal string HashBefore { get; }

    internal string HashAfter { get; }

    internal IReadOnlyList<Tasks.Edit> Edits { get; }

    /// <summary>Reads a line of JSON.</summary>
    /// <param name="json">What <see cref="ToString"/> returned.</param>
    /// <exception cref="MoodException">The line is something else.</exception>
    public static MoodTagUndo Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("format").GetString() != Format) throw new MoodException($"The format of an undo line is not '{Format}'.");
            if (Text(root.GetProperty("path")).Length == 0) throw new MoodException("The path of an undo line is empty.");
            return new(
                Text(root.GetProperty("path")), Tags(root.GetProperty("before")), Tags(root.GetProperty("after")),
                Text(root.GetProperty("sha256_before")), Text(root.GetProperty("sha256_after")),
                [.. root.GetProperty("edits").EnumerateArray().Select(edit => new Tasks.Edit(
                    edit.GetProperty("offset").GetInt64(), edit.GetProperty("length").GetInt32(), edit.GetProperty("bytes").GetBytesFromBase64()))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new MoodException($"A line is not one of an undo list: {e.Message}", e);
        }
    }

    /// <summary>Returns one line of JSON, which <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("path", Path);
            Write(json, "before", Before);
            Write(json, "after", After);
            json.WriteString("sha256_before", HashBefore);
            json.WriteString("sha256_after", HashAfter);
            json.WriteStartArray("edits");
            foreach (var edit in Edits)
            {
                json.WriteStartObject();
                json.WriteNumber("offset", edit.Offset);
                json.WriteNumber("length", edit.Length);
                json.WriteBase64String("bytes", edit.Bytes);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(memory.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, MoodTags tags)
    {
        json.WriteStartObject(name);
        for (var field = 0; field < MoodTags.Names.Length; field++)
        {
            json.WriteStartArray(MoodTags.Names[field].ToLowerInvariant());
            foreach (var value in tags[field]) json.WriteStringValue(value);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static MoodTags Tags(JsonElement json) => MoodTags.Of(field =>
        json.GetProperty(MoodTags.Names[field].ToLowerInvariant()).EnumerateArray().Select(Text));

    private static string Text(JsonElement json) => json.GetString() ?? throw new FormatException("a text is missing.");
}
