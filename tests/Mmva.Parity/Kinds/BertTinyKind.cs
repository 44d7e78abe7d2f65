using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders;

namespace Mmva.Parity.Kinds;

/// <summary>A small BERT with its weights: every hidden state of a padded batch.</summary>
internal sealed class BertTinyKind : IGoldenKind
{
    private const double Limit = 2e-4;

    public string Name => "bert-tiny";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        using var golden = folder.Tensors();
        var config = BertConfig.Read(folder.File("config.json"));
        var weights = ModelWeights.Open(folder.Path);
        using var session = new TowerSession(BertGraph.Build(config, weights, Precision.Exact, hiddenStates: true), sources: [weights]);
        long[] shape = [.. golden["input_ids"].Shape.Select(s => (long)s)];
        using var ids = OrtTensor.Over(golden["input_ids"].ToInt64().AsMemory(), shape);
        using var mask = OrtTensor.Over(golden["attention_mask"].ToInt64().AsMemory(), shape);
        var inputs = new Dictionary<string, OrtValue> { [BertGraph.InputIds] = ids, [BertGraph.AttentionMask] = mask };
        foreach (
            var row in GraphOutputs.Compare(
                session, inputs, golden.Tensors.Values.Where(t => t.Name.StartsWith("hidden_", StringComparison.Ordinal)), Limit))
            yield return row;
    }
}
