namespace Mmva.Encoders;

/// <summary>
/// Reads convolutions whose batch norm is folded into weight and bias: g·(w∗x − mean) + shift with g = weight / √(variance + ε).
/// </summary>
internal sealed class FoldedConvolutions(WeightReader weights)
{
    private const float Epsilon = 1e-3f;

    /// <summary>Reads one with TensorFlow's "same" padding; <paramref name="side"/> becomes the side of its result.</summary>
    public FoldedConvolution Read(string path, int inputs, int outputs, int kernel, int stride, ref int side, int groups = 1)
    {
        int[] shape = [outputs, inputs, kernel, kernel];
        var weight = weights.Float32(path + ".conv.weight", shape).ToFloats();
        var gain = Vector(path + ".bn.weight", outputs);
        var shift = Vector(path + ".bn.bias", outputs);
        var bias = (float[])shift.Clone();
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
        return new(path, shape, weight, bias, [stride, stride], [before, before, after, after], groups, shift, gain);
    }

    private float[] Vector(string name, int size) => weights.Float32(name, size).ToFloats();
}
