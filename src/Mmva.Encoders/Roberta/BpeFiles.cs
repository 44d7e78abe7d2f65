using System.Text.Json;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Reads the two files of a byte-level BPE tokenizer.</summary>
internal static class BpeFiles
{
    private const long MaxBytes = 64 << 20;
    private const int MaxId = 1 << 24;

    /// <summary><c>vocab.json</c>: an object from token to id.</summary>
    /// <exception cref="WeightFileException">The file is not that, or two tokens have one id.</exception>
    public static Dictionary<string, int> ReadVocabulary(string path)
    {
        try
        {
            Check(path);
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new WeightFileException(path, "is not a JSON object from tokens to ids.");
            var vocabulary = new Dictionary<string, int>();
            var ids = new HashSet<int>();
            foreach (var entry in json.RootElement.EnumerateObject())
            {
                if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out var id) || id is < 0 or > MaxId)
                    throw new WeightFileException(path, $"the id of '{entry.Name}' is not a whole number of 0 to {MaxId}.");
                if (!vocabulary.TryAdd(entry.Name, id)) throw new WeightFileException(path, $"'{entry.Name}' stands there twice.");
                if (!ids.Add(id)) throw new WeightFileException(path, $"the id {id} stands there twice.");
            }
            return vocabulary;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new WeightFileException(path, $"cannot be read as a vocabulary: {e.Message}", e);
        }
    }

    /// <summary><c>merges.txt</c>: two tokens a line, the most frequent pair first; a first line that begins with <c>#version</c> is skipped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">Must hold both tokens of every pair, and what they make together.</param>
    /// <exception cref="WeightFileException">The file is not that.</exception>
    public static List<string> ReadMerges(string path, IReadOnlyDictionary<string, int> vocabulary)
    {
        try
        {
            Check(path);
            var merges = new List<string>();
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (line.Length == 0 || (number == 1 && line.StartsWith("#version", StringComparison.Ordinal))) continue;
                var space = line.IndexOf(' ');
                if (space <= 0 || space != line.LastIndexOf(' ') || space == line.Length - 1) throw new WeightFileException(path, $"line {number} is not a pair of tokens: '{Short(line)}'.");
                foreach (var token in new[] { line[..space], line[(space + 1)..], line.Remove(space, 1) })
                    if (!vocabulary.ContainsKey(token)) throw new WeightFileException(path, $"line {number}: '{Short(token)}' is not in the vocabulary. Are vocab.json and merges.txt of the same tokenizer?");
                merges.Add(line);
            }
            return merges;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WeightFileException(path, $"cannot be read as merges: {e.Message}", e);
        }
    }

    private static void Check(string path)
    {
        if (RegularFile.LengthOf(path) is var length and > MaxBytes) throw new WeightFileException(path, $"{length} bytes are too many for a tokenizer (limit {MaxBytes}).");
    }

    private static string Short(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
