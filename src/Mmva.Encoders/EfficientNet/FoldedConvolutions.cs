using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>
/// Adds convolutions whose batch norm is folded into weight and bias: g·(w∗x − mean) + shift with g = weight / √(variance + ε).
/// </summary>
internal sealed class FoldedConvolutions(GraphBuilder graph, WeightReader weights)
{
    private const float Epsilon = 1e-3f;

    /// <summary>Adds one with TensorFlow's "same" padding; <paramref name="side"/> becomes the side of its result.</summary>
    public GraphValue Add(GraphValue x, string path, int inputs, int outputs, int kernel, int stride, ref int side, int groups = 1)
    {
        int[] shape = [outputs, inputs, kernel, kernel];
        var weight = weights.Float32(path + ".conv.weight", shape).ToFloats();
        var gain = Vector(path + ".bn.weight", outputs);
        var bias = Vector(path + ".bn.bias", outputs);
        var mean = Vector(path + ".bn.running_mean", outputs);
        var variance = Vector(path + ".bn.running_var", outputs);
        var row = weight.Length / outputs;
        for (var channel = 0; channel < outputs; channel++)
        {
            var factor = gain[channel] / MathF.Sqrt(variance[channel] + Epsilon);
            foreach (ref var w in weight.AsSpan(channel * row, row)) w *= factor;
            bias[channel] -= mean[channel] * factor;
        }

        var result = (side + stride - 1) / stride;
        var padding = Math.Max((result - 1) * stride + kernel - side, 0);
        long before = padding / 2, after = padding - before; // the odd zero at the bottom and the right
        side = result;
        using (graph.Scope(path))
            return graph.Conv(
                x, graph.Weight(path + ".weight", weight, shape), graph.Weight(path + ".bias", bias, outputs), [stride, stride],
                [before, before, after, after], groups);
    }

    private float[] Vector(string name, int size) => weights.Float32(name, size).ToFloats();
}
