using System.Text.Json;
using Mmva;
using Mmva.Training;
using Sylvan.Data.Csv;

namespace PaperTables;

/// <summary>Pairs of an audio file and its caption: CSV with the columns <c>path</c> and <c>caption</c>, or JSON lines with these properties.</summary>
internal static class RetrievalManifest
{
    /// <summary>Reads all pairs. Paths are relative to the manifest.</summary>
    /// <exception cref="MmvaException">The manifest is missing or damaged, lacks a column, or names a file that does not exist.</exception>
    public static IReadOnlyList<(string Path, string Caption)> Read(string path)
    {
        try
        {
            var pairs = path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? ReadJson(path) : ReadCsv(path);
            return pairs.Count >= 2 ? pairs : throw new MmvaException($"{path}: has {pairs.Count} pairs; retrieval needs at least two.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CsvFormatException)
        {
            throw new MmvaException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Draws pairs by a seed; they stay in their order.</summary>
    public static IReadOnlyList<(string Path, string Caption)> Draw(IReadOnlyList<(string Path, string Caption)> pairs, int most, int seed)
    {
        if (pairs.Count <= most) return pairs;
        var order = Enumerable.Range(0, pairs.Count).ToArray();
        new RandomSource((ulong)seed).Shuffle(order.AsSpan());
        return [.. order.Take(most).Order().Select(i => pairs[i])];
    }

    private static List<(string, string)> ReadCsv(string path)
    {
        using var reader = CsvDataReader.Create(path, new CsvDataReaderOptions { BufferSize = 1 << 20 });
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        int Column(string name) => names.FindIndex(n => string.Equals(n.Trim(), name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at
            ? at : throw new MmvaException($"{path}: has no column '{name}'; its columns are {string.Join(", ", names)}.");
        var (file, caption) = (Column("path"), Column("caption"));
        var pairs = new List<(string, string)>();
        while (reader.Read()) pairs.Add(Pair(path, reader.RowNumber + 1, reader.GetString(file), reader.GetString(caption)));
        return pairs;
    }

    private static List<(string, string)> ReadJson(string path)
    {
        var (pairs, line) = (new List<(string, string)>(), 0);
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)) continue;
            try
            {
                using var json = JsonDocument.Parse(text);
                string Property(string name) => json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value)
                    && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
                pairs.Add(Pair(path, line, Property("path"), Property("caption")));
            }
            catch (JsonException e)
            {
                throw new MmvaException($"{path}, line {line}: is not valid JSON: {e.Message}", e);
            }
        }
        return pairs;
    }

    private static (string, string) Pair(string manifest, int line, string file, string caption)
    {
        if (string.IsNullOrWhiteSpace(file) || string.IsNullOrWhiteSpace(caption))
            throw new MmvaException($"{manifest}, line {line}: path or caption is missing.");
        var path = Path.Combine(Path.GetDirectoryName(manifest) ?? "", file.Trim());
        return File.Exists(path) ? (path, caption.Trim()) : throw new MmvaException($"{manifest}, line {line}: the file '{file}' does not exist.");
    }
}
