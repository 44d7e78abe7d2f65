namespace Mmva.Data;

/// <summary>A piece of music and a text that describes it.</summary>
/// <param name="Path">The audio file.</param>
/// <param name="Caption">The text.</param>
/// <param name="Group">
/// The key that pieces share of which one would be a right answer for the other's caption: several captions or copies of one recording, versions of
/// a song. It is the path where the manifest has no group.
/// </param>
public sealed record CaptionedMusic(string Path, string Caption, string Group);

public static partial class Datasets
{
    private const int MissingShown = 3;

    private static readonly string[] CaptionedMusicColumns = ["path", "caption", "group?"];

    /// <summary>
    /// Your own pairs of music and text, without ratings: a CSV table with the columns <c>path</c>, <c>caption</c> and optionally <c>group</c>, or a
    /// file <c>*.jsonl</c> with one JSON object per line that has these properties. Other columns are ignored, so that the tables of
    /// <see cref="Manifest"/> with captions can be read as well. Tables separated by tabs or semicolons are read too.
    /// </summary>
    /// <param name="path">The manifest. Paths in it are relative to its folder.</param>
    /// <returns>The pairs in order. A piece of music may have several captions, each on a row of its own.</returns>
    /// <exception cref="DatasetException">
    /// The manifest is missing, damaged or empty, or a row lacks its path or caption, repeats an earlier one, or names a file that does not exist.
    /// </exception>
    public static IReadOnlyList<CaptionedMusic> CaptionedMusic(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var folder = Path.GetDirectoryName(path) ?? "";
        var (lines, missing) = (new Dictionary<(string, string), long>(), new List<(long Line, string File)>());
        var pairs = path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
            ? JsonLines.Read(path, row => Pair(row.Line, row.Required("path"), row.Required("caption"), row.Text("group")))
            : CsvTable.ReadSpreadsheet(path, CaptionedMusicColumns, row => Pair(row.Line, row.Text(0), row.Text(1), row.OptionalText(2)));
        if (pairs.Count == 0) throw new DatasetException(path, 0, "has no pairs of music and caption.");
        if (missing.Count == 0) return pairs;
        var others = string.Join(", ", missing.Skip(1).Take(MissingShown).Select(row => row.Line));
        throw new DatasetException(
            path, missing[0].Line, $"path '{missing[0].File}' does not exist."
            + (missing.Count > 1 ? $" {missing.Count} rows name missing files, the next in line {others}." : ""));

        CaptionedMusic Pair(long line, string file, string caption, string group)
        {
            var content = Path.Combine(folder, file);
            if (!lines.TryAdd((content, caption), line))
                throw new DatasetException(path, line, $"{file} has this caption twice, also in line {lines[(content, caption)]}.");
            if (!File.Exists(content)) missing.Add((line, file));
            return new(content, caption, group.Length > 0 ? group : content);
        }
    }
}
