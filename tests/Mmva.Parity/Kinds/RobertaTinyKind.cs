using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders;
using Mmva.WeightFiles;

namespace Mmva.Parity.Kinds;

/// <summary>A small RoBERTa with its weights in several files: every hidden state of a padded batch, and its class tokens, from each.</summary>
internal sealed class RobertaTinyKind : IGoldenKind
{
    private const double Limit = 2e-4;

    public string Name => "roberta-tiny";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        using var golden = folder.Tensors();
        var config = BertConfig.Read(folder.File("config.json"), "roberta");
        long[] shape = [.. golden["input_ids"].Shape.Select(s => (long)s)];
        using var ids = OrtTensor.Over(golden["input_ids"].ToInt64().AsMemory(), shape);
        using var mask = OrtTensor.Over(golden["attention_mask"].ToInt64().AsMemory(), shape);
        var inputs = new Dictionary<string, OrtValue> { [BertGraph.InputIds] = ids, [BertGraph.AttentionMask] = mask };
        var states = golden.Tensors.Values.Where(t => t.Name.StartsWith("hidden_", StringComparison.Ordinal)).ToArray();
        foreach (var file in GoldenWeights.In(folder))
            foreach (var hiddenStates in new[] { true, false })
            {
                var weights = ModelWeights.Open(file);
                using var session = new TowerSession(
                    BertGraph.Build(config, weights, Precision.Exact, TextPooling.ClassToken, hiddenStates), sources: [weights]);
                foreach (var row in GraphOutputs.Compare(session, inputs, hiddenStates ? states : [ClassTokens(config, states)], Limit))
                    yield return row with { Output = $"{Path.GetFileName(file)}/{row.Output}" };
            }
    }

    // the first token of every state: [batch, layers + 1, width]
    private static Tensor ClassTokens(BertConfig config, Tensor[] states)
    {
        int batch = states[0].Shape[0], length = states[0].Shape[1], count = config.Layers + 1;
        var tokens = new float[batch * count * config.Width];
        foreach (var state in states)
        {
            var (values, layer) = (state.ToFloats(), int.Parse(state.Name["hidden_".Length..], CultureInfo.InvariantCulture));
            for (var row = 0; row < batch; row++)
                values.AsSpan(row * length * config.Width, config.Width).CopyTo(tokens.AsSpan((row * count + layer) * config.Width));
        }
        return Tensor.FromFloats(BertGraph.Features(TextPooling.ClassToken), tokens, batch, count, config.Width);
    }
}
