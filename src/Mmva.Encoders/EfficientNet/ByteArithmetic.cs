using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>8-bit channels and weights; sums are integers of 32 bits.</summary>
/// <remarks>
/// No data is needed to find the ranges: ReLU6 ends at 6, pixels have 8 bits already, and batch norm says which mean and deviation the outputs of a
/// convolution had on the training set. A sum has the means and, as if its terms were independent, the variances added.
/// Channels differ in range: each is divided by a unit of its own, by which the weights of the next convolution are multiplied.
/// </remarks>
internal sealed class ByteArithmetic(GraphBuilder graph) : ImageArithmetic(graph)
{
    private const int Steps = byte.MaxValue;

    // chosen by the error of the features on photographs: values further from the mean saturate, and a wider range has larger steps
    private const float Deviations = 5;

    public override ImageMap Pixels(GraphValue pixels) => Quantize(pixels, new(pixels, 1 / 128f, 127));

    public override ImageMap Convolution(ImageMap x, FoldedConvolution convolution, bool active, ImageMap? addend = null)
    {
        var (path, outputs) = (convolution.Path, convolution.Bias.Length);
        var result = active ? Active(convolution) : Ranged(convolution.Mean, [.. convolution.Deviation.Select(d => d * d)], addend?.Units);
        var (values, scales, bias) = (new sbyte[convolution.Weight.Length], new float[outputs], new int[outputs]);
        var row = values.Length / outputs;
        var weights = new float[row];
        for (var channel = 0; channel < outputs; channel++)
        {
            convolution.Weight.AsSpan(channel * row, row).CopyTo(weights);
            if (x.Units is { } units)
                for (var i = 0; i < row; i++) weights[i] *= units[convolution.Groups > 1 ? channel : i * units.Length / row];
            var unit = result.Units?[channel] ?? 1;
            scales[channel] = QuantizedRows.Quantize(weights, QuantizedProducts.WeightBits, values.AsSpan(channel * row, row)) / unit;
            var steps = convolution.Bias[channel] / (unit * (double)x.Step * scales[channel]);
            bias[channel] = (int)Math.Clamp(Math.Round(steps), int.MinValue, int.MaxValue);
        }
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
        var result = Ranged([.. x.Mean!.Zip(y.Mean!, (a, b) => a + b)], [.. x.Variance!.Zip(y.Variance!, (a, b) => a + b)], x.Units);
        if (Graph.StandardOnly) return Quantize(Graph.Add(Dequantize(x), Dequantize(y)), result);
        return result with
        {
            Value = Graph.Node(
                "com.microsoft:QLinearAdd",
                [x.Value, Graph.Scalar(x.Step), Zero(x), y.Value, Graph.Scalar(y.Step), Zero(y), Graph.Scalar(result.Step), Zero(result)]),
        };
    }

    public override GraphValue Floats(ImageMap x)
    {
        var floats = Dequantize(x);
        return x.Units is null ? floats : Graph.Multiply(floats, Graph.Weight($"{x.Value.Name}.units", x.Units, x.Units.Length, 1, 1));
    }

    private GraphValue Dequantize(ImageMap x) => Graph.Node("DequantizeLinear", [x.Value, Graph.Scalar(x.Step), Zero(x)]);

    private ImageMap Quantize(GraphValue floats, ImageMap like) =>
        like with { Value = Graph.QuantizeLinear(floats, Graph.Scalar(like.Step), Zero(like)) };

    private GraphValue Zero(ImageMap x) => Graph.Weight($"uint8 {x.Zero}", [x.Zero]);

    // from 0 to the largest value that is expected
    private static ImageMap Active(FoldedConvolution convolution)
    {
        var most = convolution.Mean.Zip(convolution.Deviation, (mean, deviation) => mean + Deviations * Math.Abs(deviation));
        return new(GraphValue.None, 1f / Steps, Units: [.. most.Select(value => Math.Clamp(value, 1e-3f, MostActive))]);
    }

    // in the units of the map that it will be added to, or each channel in a unit of its own: the largest value that is expected
    private static ImageMap Ranged(float[] mean, float[] variance, float[]? units)
    {
        var reach = variance.Select(v => Deviations * MathF.Sqrt(v)).ToArray();
        units ??= [.. mean.Zip(reach, (m, r) => Math.Max(Math.Abs(m) + r, 1e-6f))];
        var (low, high) = (0f, 0f);
        for (var c = 0; c < mean.Length; c++)
            (low, high) = (Math.Min(low, (mean[c] - reach[c]) / units[c]), Math.Max(high, (mean[c] + reach[c]) / units[c]));
        var step = (high - low) / Steps;
        return new(GraphValue.None, step, (byte)Math.Round(-low / step), mean, variance, units);
    }
}
