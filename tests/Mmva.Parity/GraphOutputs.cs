using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders;
using Mmva.WeightFiles;

namespace Mmva.Parity;

/// <summary>Compares the outputs of a graph with golden tensors of the same names.</summary>
internal static class GraphOutputs
{
    public static IEnumerable<ParityRow> Compare(
        TowerSession session, IReadOnlyDictionary<string, OrtValue> inputs, IEnumerable<Tensor> golden, double limit)
    {
        foreach (var expected in golden.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            if (!session.Outputs.ContainsKey(expected.Name))
            {
                yield return ParityRow.Failed(expected.Name, "the graph has no output of this name");
                continue;
            }
            var result = new float[expected.Count];
            using var output = OrtTensor.Over(result.AsMemory(), [.. expected.Shape.Select(s => (long)s)]);
            session.Run(inputs, new Dictionary<string, OrtValue> { [expected.Name] = output });
            yield return ParityRow.OfScale(expected.Name, result, expected.ToFloats(), limit);
        }
    }
}
