using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>8-bit channels and weights; sums are integers of 32 bits.</summary>
/// <remarks>
/// No data is needed to find the ranges: ReLU6 ends at 6, pixels have 8 bits already, and batch norm says which mean and deviation the outputs of a
/// convolution had on the training set. A sum has the means and, as if its terms were independent, the variances added.
/// </remarks>
internal sealed class ByteArithmetic(GraphBuilder graph) : ImageArithmetic(graph)
{
    private const int Steps = byte.MaxValue;

    // Chosen by the error of the features on photographs: values further from the mean saturate, and a wider range has larger steps.
    private const float Deviations = 5;

    public override ImageMap Pixels(GraphValue pixels) => Quantize(pixels, new(pixels, 1 / 128f, 127));

    public override ImageMap Convolution(ImageMap x, FoldedConvolution convolution, bool active)
    {
        var (path, outputs) = (convolution.Path, convolution.Bias.Length);
        var (values, scales, bias) = (new sbyte[convolution.Weight.Length], new float[outputs], new int[outputs]);
        var row = values.Length / outputs;
        for (var channel = 0; channel < outputs; channel++)
        {
            scales[channel] = QuantizedRows.Quantize(
                convolution.Weight.AsSpan(channel * row, row), QuantizedProducts.WeightBits, values.AsSpan(channel * row, row));
            bias[channel] = (int)Math.Clamp(Math.Round(convolution.Bias[channel] / ((double)x.Step * scales[channel])), int.MinValue, int.MaxValue);
        }
        var variance = convolution.Deviation.Select(d => d * d).ToArray();
        var result = active ? new ImageMap(x.Value, MostActive / Steps) : Ranged(convolution.Mean, variance);
        var weight = Graph.Inlined(Graph.Weight(path + ".weight", values, convolution.Shape));
        using (Graph.Scope(path))
            return result with
            {
                Value = Graph.Node(
                    "QLinearConv",
                    [
                        x.Value, Graph.Scalar(x.Step), Zero(x), weight, Graph.Inlined(Graph.Weight(path + ".scale", scales, outputs)),
                        Graph.Weight("int8 0", [(sbyte)0]), Graph.Scalar(result.Step), Zero(result),
                        Graph.Inlined(Graph.Weight(path + ".bias", bias, outputs)),
                    ],
                    ("strides", convolution.Strides), ("pads", convolution.Pads), ("group", convolution.Groups)),
            };
    }

    public override ImageMap Sum(ImageMap x, ImageMap y)
    {
        var result = Ranged([.. x.Mean!.Zip(y.Mean!, (a, b) => a + b)], [.. x.Variance!.Zip(y.Variance!, (a, b) => a + b)]);
        if (Graph.StandardOnly) return Quantize(Graph.Add(Floats(x), Floats(y)), result);
        return result with
        {
            Value = Graph.Node(
                "com.microsoft:QLinearAdd",
                [x.Value, Graph.Scalar(x.Step), Zero(x), y.Value, Graph.Scalar(y.Step), Zero(y), Graph.Scalar(result.Step), Zero(result)]),
        };
    }

    public override GraphValue Floats(ImageMap x) => Graph.Node("DequantizeLinear", [x.Value, Graph.Scalar(x.Step), Zero(x)]);

    private ImageMap Quantize(GraphValue floats, ImageMap like) =>
        like with { Value = Graph.QuantizeLinear(floats, Graph.Scalar(like.Step), Zero(like)) };

    private GraphValue Zero(ImageMap x) => Graph.Weight($"uint8 {x.Zero}", [x.Zero]);

    private static ImageMap Ranged(float[] mean, float[] variance)
    {
        var (low, high) = (0f, 0f);
        for (var c = 0; c < mean.Length; c++)
        {
            var reach = Deviations * MathF.Sqrt(variance[c]);
            (low, high) = (Math.Min(low, mean[c] - reach), Math.Max(high, mean[c] + reach));
        }
        var step = Math.Max(high - low, 1e-6f) / Steps;
        return new(GraphValue.None, step, (byte)Math.Round(-low / step), mean, variance);
    }
}
