using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders;
using Mmva.Encoders.Bert;
using Mmva.Encoders.Onnx;
using Mmva.Encoders.WeightFiles;

namespace Mmva.Parity.Kinds;

/// <summary>A small BERT with its weights: every hidden state of a padded batch.</summary>
internal sealed class BertTinyKind : IGoldenKind
{
    private const double Limit = 2e-4;

    public string Name => "bert-tiny";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, string? pretrained)
    {
        using var golden = folder.Tensors();
        var config = BertConfig.Read(folder.File("config.json"));
        var weights = ModelWeights.Open(folder.Path);
        using var session = new TowerSession(BertGraph.Build(config, weights, Precision.Exact, hiddenStates: true), source: weights);
        long[] shape = [.. golden["input_ids"].Shape.Select(s => (long)s)];
        using var ids = OrtTensor.Over(golden["input_ids"].ToInt64().AsMemory(), shape);
        using var mask = OrtTensor.Over(golden["attention_mask"].ToInt64().AsMemory(), shape);
        var inputs = new Dictionary<string, OrtValue> { [BertGraph.InputIds] = ids, [BertGraph.AttentionMask] = mask };
        foreach (var expected in golden.Tensors.Values.Where(t => t.Name.StartsWith("hidden_", StringComparison.Ordinal)).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            if (!session.Outputs.ContainsKey(expected.Name))
            {
                yield return ParityRow.Failed(expected.Name, "the graph has no output of this name");
                continue;
            }
            var result = new float[expected.Count];
            using var state = OrtTensor.Over(result.AsMemory(), [.. expected.Shape.Select(s => (long)s)]);
            session.Run(inputs, new Dictionary<string, OrtValue> { [expected.Name] = state });
            yield return ParityRow.OfScale(expected.Name, result, expected.ToFloats(), Limit);
        }
    }
}
