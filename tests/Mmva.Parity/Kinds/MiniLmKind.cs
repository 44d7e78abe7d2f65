using System.Numerics.Tensors;
using Mmva.Encoders;

namespace Mmva.Parity.Kinds;

/// <summary>Captions, from text to the token means of all hidden states and the sentence embedding.</summary>
internal sealed class MiniLmKind : IGoldenKind
{
    private const double Limit = 2e-4;

    public string Name => "minilm";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        var weights = options.PretrainedFolder(Name);
        var tokenizer = BertTokenizer.FromVocabulary(Path.Combine(weights, "vocab.txt"));
        using var tower = new BertTower(weights, Precision.Exact);
        using var golden = folder.Tensors();
        var i = 0;
        foreach (var item in folder.Json().GetProperty("cases").EnumerateArray())
        {
            var ids = tokenizer.Tokenize(item.GetProperty("text").GetString()!, MiniLmOptions.DefaultMaxTokens).Ids;
            yield return ParityRow.Identical<int>($"ids_{i}", ids, [.. item.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())]);
            var means = tower.Features([ids]);
            yield return ParityRow.OfScale($"layer_means_{i}", means, golden[$"layer_means_{i}"].ToFloats(), Limit);
            var embedding = means[^tower.Config.Width..];
            TensorPrimitives.Divide(embedding, TensorPrimitives.Norm<float>(embedding), embedding);
            yield return ParityRow.OfScale($"embedding_{i}", embedding, golden[$"embedding_{i}"].ToFloats(), Limit);
            i++;
        }
    }
}
