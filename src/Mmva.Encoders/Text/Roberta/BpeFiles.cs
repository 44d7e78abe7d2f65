using System.Text.Json;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Reads the two files of a byte-level BPE tokenizer.</summary>
internal static class BpeFiles
{
    private const long MaxBytes = 64 << 20;
    private const int MaxId = 1 << 24;

    /// <summary><c>vocab.json</c>: an object from token to id.</summary>
    /// <exception cref="WeightFileException">The file is not a vocabulary, or two tokens have one id.</exception>
    public static Dictionary<string, int> ReadVocabulary(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(ModelFile.ReadAllBytes(path, MaxBytes));
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new WeightFileException(path, "is not a JSON object from tokens to ids.");
            var vocabulary = new Dictionary<string, int>();
            var ids = new HashSet<int>();
            foreach (var entry in json.RootElement.EnumerateObject())
            {
                if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out var id) || id is < 0 or > MaxId)
                    throw new WeightFileException(path, $"the id of '{entry.Name}' is not an integer from 0 to {MaxId}.");
                if (!vocabulary.TryAdd(entry.Name, id)) throw new WeightFileException(path, $"the token '{entry.Name}' occurs twice.");
                if (!ids.Add(id)) throw new WeightFileException(path, $"the id {id} occurs twice.");
            }
            return vocabulary;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new WeightFileException(path, $"is not a vocabulary: {e.Message}", e);
        }
    }

    /// <summary>
    /// <c>merges.txt</c>: two tokens a line, the most frequent pair first; a first line that begins with <c>#version</c> is skipped.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">Must contain both tokens of each pair, and the token that they form.</param>
    /// <exception cref="WeightFileException">The file is not a list of merges for the vocabulary.</exception>
    public static List<string> ReadMerges(string path, IReadOnlyDictionary<string, int> vocabulary)
    {
        using var lines = new StreamReader(new MemoryStream(ModelFile.ReadAllBytes(path, MaxBytes)));
        var merges = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (line.Length == 0 || (number == 1 && line.StartsWith("#version", StringComparison.Ordinal))) continue;
            var space = line.IndexOf(' ');
            if (space <= 0 || space != line.LastIndexOf(' ') || space == line.Length - 1)
                throw new WeightFileException(path, $"line {number} is not a pair of tokens: '{Short(line)}'.");
            foreach (var token in new[] { line[..space], line[(space + 1)..], line.Remove(space, 1) })
                if (!vocabulary.ContainsKey(token))
                    throw new WeightFileException(
                        path,
                        $"line {number}: '{Short(token)}' is not in the vocabulary. Do vocab.json and merges.txt belong to the same tokenizer?");
            if (!seen.Add(line)) throw new WeightFileException(path, $"line {number}: the pair '{Short(line)}' occurs twice.");
            merges.Add(line);
        }
        return merges;
    }

    private static string Short(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
