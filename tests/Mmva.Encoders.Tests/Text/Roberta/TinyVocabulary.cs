using System.Text.Json;

namespace Mmva.Encoders.Tests.Text.Roberta;

/// <summary>A byte-level vocabulary of few merges: 5 special tokens, 256 bytes, and <c>ab</c>, <c>'s</c>, <c>Ġab</c>.</summary>
internal static class TinyVocabulary
{
    public static Dictionary<string, int> Write(string folder)
    {
        string[] specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"];
        var (plain, moved) = (new List<string>(), new List<string>());
        for (var b = 0; b < 256; b++)
            if (b is >= 33 and <= 126 or >= 161 and <= 172 or >= 174) plain.Add(((char)b).ToString());
            else moved.Add(((char)(256 + moved.Count)).ToString());
        string[] tokens = [.. specials, .. plain, .. moved, "ab", "'s", "\u0120ab"];
        var vocabulary = tokens.Select((token, id) => (token, id)).ToDictionary(t => t.token, t => t.id);
        File.WriteAllText(Path.Combine(folder, "vocab.json"), JsonSerializer.Serialize(vocabulary));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\na b\n' s\n\u0120 ab\n");
        return vocabulary;
    }
}
