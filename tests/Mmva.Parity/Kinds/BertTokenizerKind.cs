using System.Text.Json;
using Mmva.Encoders;

namespace Mmva.Parity.Kinds;

/// <summary>Texts and their WordPiece ids; every case must be identical.</summary>
internal sealed class BertTokenizerKind : IGoldenKind
{
    public string Name => "bert-tokenizer";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        var tokenizer = BertTokenizer.FromVocabulary(Path.Combine(options.PretrainedFolder("minilm"), "vocab.txt"));
        var golden = folder.Json();
        var maxLength = golden.GetProperty("max_length").GetInt32();
        return Compare(golden, text => tokenizer.Tokenize(text, maxLength).Ids);
    }

    /// <summary>Hundreds of short texts: one row for those that agree, one for each that does not.</summary>
    public static IEnumerable<ParityRow> Compare(JsonElement golden, Func<string, int[]> tokenize)
    {
        var rows = golden.GetProperty("cases").EnumerateArray().Select((item, i) =>
        {
            var expected = item.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
            return ParityRow.Identical<int>($"case_{i}", tokenize(item.GetProperty("text").GetString()!), expected);
        }).ToArray();
        foreach (var row in rows.Where(r => r.Verdict == Verdict.Fail)) yield return row;
        var same = rows.Count(r => r.Verdict == Verdict.Ok);
        if (same > 0) yield return new($"{same} of {rows.Length} cases", 0, 0, Verdict.Ok);
    }
}
