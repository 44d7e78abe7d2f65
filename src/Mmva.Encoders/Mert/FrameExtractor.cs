using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// The convolutions from samples to frames. In float32 they are convolutions, channels first: no copy is made of the frames that a kernel sees.
/// In 8 bits, for which there is no such operator, each is a matrix product over these frames side by side, channels last.
/// </summary>
internal sealed class FrameExtractor(GraphBuilder graph, MertConfig config, MertWeights weights, Precision precision)
{
    // of PyTorch's GroupNorm, whatever the configuration says of layer normalizations
    private const double Epsilon = 1e-5;

    /// <summary>Samples [batch, samples] to frames [batch, frames, channels].</summary>
    public GraphValue Apply(GraphValue samples)
    {
        var exact = precision == Precision.Exact;
        GraphValue x;
        using (graph.Scope("conv_layers.0"))
        {
            var (patches, matrix) = FirstLayer(graph.Unsqueeze(samples, 2));
            x = graph.Gelu(exact
                ? graph.MatMul(graph.Transpose(matrix, 0, 2, 1), graph.Transpose(patches, 0, 2, 1))
                : graph.MatMul(patches, matrix));
        }
        for (var layer = 1; layer < config.Convolutions.Length; layer++)
            using (graph.Scope($"conv_layers.{layer}"))
                x = graph.Gelu(exact
                    ? graph.Conv(x, graph.Weight(weights.Kernel(layer)), GraphValue.None, [config.Convolutions[layer].Stride], [0, 0])
                    : IntegerProduct(x, weights.Convolution(layer), config.Convolutions[layer]));
        return exact ? graph.Transpose(x, 0, 2, 1) : x;
    }

    // A convolution is linear, so that mean and variance of its outputs over time follow from those of its inputs: 10 values per frame instead of
    // 512.
    // In double precision, as a variance may be the small difference of large numbers; the normalization is then folded into the kernel.
    // Returns the factors of the product: (batch, frames, kernel + 1) and (batch, kernel + 1, channels).
    private (GraphValue Patches, GraphValue Matrix) FirstLayer(GraphValue samples)
    {
        var (_, channels, kernel, _) = config.Convolutions[0];
        var patches = Patches(samples, config.Convolutions[0]); // (batch, frames, kernel)
        var exact = graph.Cast(patches, TensorType.Float64);
        var mean = graph.ReduceMean(exact, [1], keepAxes: true); // (batch, 1, kernel)
        var centered = graph.Subtract(exact, mean);
        var frames = graph.Cast(Frames(patches), TensorType.Float64);
        var covariance = graph.Divide(graph.MatMul(graph.Transpose(centered, 0, 2, 1), centered), frames); // (batch, kernel, kernel)

        var weight = Doubles("weight", Transposed(weights.Convolution(0).ToFloats(), channels, kernel), kernel, channels);
        var variance = graph.ReduceSum(graph.Multiply(weight, graph.MatMul(covariance, weight)), [1], keepAxes: true); // (batch, 1, channels)
        var norm = weights.FirstNorm;
        var unscaled = graph.Cast(norm.Gain, TensorType.Float64);
        var gain = graph.Divide(unscaled, graph.Node("Sqrt", [graph.Add(variance, Doubles("epsilon", [Epsilon], 1))]));
        var scaled = graph.Multiply(weight, gain); // (batch, kernel, channels)
        var shift = graph.Subtract(graph.Cast(norm.Shift, TensorType.Float64), graph.MatMul(mean, scaled));

        // the shift is one more row of the matrix, for a column of ones
        var matrix = graph.Cast(graph.Concat(1, scaled, shift), TensorType.Float32);
        var padded = graph.Node("Pad", [patches, graph.Integers(0, 0, 0, 0, 0, 1), graph.Scalar(1)]);
        return (padded, matrix);
    }

    // one step for all of a run: frames that several rows share are quantized, and copied, as bytes
    private GraphValue IntegerProduct(GraphValue x, WeightMatrix weight, FrameConvolution shape)
    {
        var quantized = graph.Nodes("DynamicQuantizeLinear", [x], 3);
        var integers = weight.Integers(graph);
        return graph.MatMulIntegerToFloat(Patches(quantized[0], shape), integers, quantized[1], quantized[2]);
    }

    // (batch, frames, channels) to (batch, fewer frames, kernel · channels); one Gather is faster than a slice for each tap and their concatenation
    private GraphValue Patches(GraphValue x, FrameConvolution shape)
    {
        var (inputs, _, kernel, stride) = shape;
        var first = graph.Weight("int64 0", [0L]);
        var end = graph.Subtract(Frames(x), graph.Weight($"int64 {kernel - 1}", [kernel - 1L]));
        var starts = graph.Node("Range", [first, end, graph.Weight($"int64 {stride}", [(long)stride])]);
        var offsets = graph.Weight($"int64 0 to {kernel - 1}", [.. Enumerable.Range(0, kernel).Select(k => (long)k)], kernel);
        var indices = graph.Add(graph.Unsqueeze(starts, 1), offsets); // (fewer frames, kernel)
        return graph.Reshape(graph.Gather(x, indices, axis: 1), 0, -1, kernel * inputs);
    }

    private GraphValue Frames(GraphValue x) => graph.Squeeze(graph.Node("Shape", [x], ("start", 1), ("end", 2)), 0);

    private GraphValue Doubles(string name, double[] values, params int[] shape) =>
        graph.Weight($"feature_extractor.conv_layers.0.{name}.float64", values, shape);

    private static double[] Transposed(float[] values, int rows, int columns)
    {
        var result = new double[values.Length];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) result[c * rows + r] = values[r * columns + c];
        return result;
    }
}
