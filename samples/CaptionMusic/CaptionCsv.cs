using System.Text;
using ConsoleProgram;
using Mmva.Data;

namespace CaptionMusic;

/// <summary>A table of captions: <c>id</c> and <c>caption</c>.</summary>
internal static class CaptionCsv
{
    public const string Header = "id,caption";

    public static string Row(string id, string caption) => $"{Field(id)},{Field(caption)}";

    public static void Write(string path, IEnumerable<KeyValuePair<string, string>> captions)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var (id, caption) in captions) text.Append(Row(id, caption)).Append('\n');
        OutputFile.Write(path, text.ToString());
    }

    /// <summary>The captions of some ids in a table that may not exist yet.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(string path, IEnumerable<string> ids)
    {
        var captions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path)) return captions;
        var table = CaptionTable.Read(path);
        foreach (var id in ids)
            if (await table.CaptionAsync(new(new(id, id, default, ""), default, default)) is { } caption) captions[id] = caption;
        return captions;
    }

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",;\t\"\r\n") >= 0 || text != text.Trim() ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
