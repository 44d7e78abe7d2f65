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

    // Blocks are long enough that products are summed in the same order as those of all frames: by how many threads, and by how many rows of the
    // cache, ONNX Runtime decides from the length.
    private const int LeastFramesOfBlock = 2048, MostLayersInBlocks = 3;

    /// <summary>Samples [batch, samples] to frames [batch, frames, channels].</summary>
    public GraphValue Apply(GraphValue samples)
    {
        GraphValue patches, matrix, x;
        using (graph.Scope("conv_layers.0")) (patches, matrix) = FirstLayer(graph.Unsqueeze(samples, 2));
        if (precision == Precision.Exact)
        {
            x = graph.StandardOnly ? Convolve(graph, patches, matrix, LayersInBlocks) : ConvolveInBlocks(patches, matrix);
            return graph.Transpose(Convolve(graph, x, LayersInBlocks, config.Convolutions.Length), 0, 2, 1);
        }
        if (config.Convolutions.Length == 1) return First(graph, patches, matrix);
        using (graph.Scope("conv_layers.1"))
        {
            var quantized = graph.StandardOnly ? Quantize(First(graph, patches, matrix)) : QuantizeInBlocks(patches, matrix);
            x = graph.Gelu(IntegerProduct(quantized, 1));
        }
        for (var layer = 2; layer < config.Convolutions.Length; layer++)
            using (graph.Scope($"conv_layers.{layer}")) x = graph.Gelu(IntegerProduct(Quantize(x), layer));
        return x;
    }

    private int LayersInBlocks => Math.Min(MostLayersInBlocks, config.Convolutions.Length);

    // channels first
    private GraphValue Convolve(GraphBuilder to, GraphValue patches, GraphValue matrix, int last) =>
        Convolve(to, to.Gelu(to.MatMul(to.Transpose(matrix, 0, 2, 1), to.Transpose(patches, 0, 2, 1))), 1, last);

    private GraphValue Convolve(GraphBuilder to, GraphValue x, int first, int last)
    {
        for (var layer = first; layer < last; layer++)
            using (to.Scope($"conv_layers.{layer}"))
                x = to.Gelu(to.Conv(x, graph.Weight(weights.Kernel(layer)), GraphValue.None, [config.Convolutions[layer].Stride], [0, 0]));
        return x;
    }

    // channels last
    private static GraphValue First(GraphBuilder to, GraphValue patches, GraphValue matrix) => to.Gelu(to.MatMul(patches, matrix));

    // The first layers have most of the frames, and ten seconds of the first layer alone 100 MB, twice.
    private GraphValue ConvolveInBlocks(GraphValue patches, GraphValue matrix)
    {
        var (stride, field) = (1, 1); // of all layers together but the first
        for (var layer = 1; layer < LayersInBlocks; layer++)
        {
            field += (config.Convolutions[layer].Kernel - 1) * stride;
            stride *= config.Convolutions[layer].Stride;
        }
        var frames = graph.Add(graph.Divide(graph.Subtract(Frames(patches), Integer(field)), Integer(stride)), Integer(1));
        var count = BlocksOf(frames);
        var none = graph.Node("ConstantOfShape", [graph.Concat(0, BatchSize(patches), graph.Integers(config.Convolutions[0].Outputs, 0))]);
        return graph.Loop("blocks", count, none, TensorType.Float32, (body, index, before) =>
        {
            var (start, end) = Block(body, index, frames, count);
            var last = body.Add(body.Multiply(body.Subtract(end, Integer(1)), Integer(stride)), Integer(field));
            var block = Part(body, patches, body.Multiply(start, Integer(stride)), last);
            return body.Concat(2, before, Convolve(body, block, matrix, LayersInBlocks));
        });
    }

    // Two passes: the step of the integers depends on all frames, and those in float32 take four times the memory of the integers.
    private (GraphValue Values, GraphValue Step, GraphValue Zero) QuantizeInBlocks(GraphValue patches, GraphValue matrix)
    {
        var frames = Frames(patches);
        var count = BlocksOf(frames);
        var range = graph.Loop("ranges", count, graph.Weight("float32 0 0", [0f, 0f], 2), TensorType.Float32, (body, index, before) =>
        {
            var (start, end) = Block(body, index, frames, count);
            var block = First(body, Part(body, patches, start, end), matrix);
            var lowest = body.Node("Neg", [body.Reshape(body.Node("ReduceMin", [block]), 1)]);
            return body.Maximum(before, body.Concat(0, lowest, body.Reshape(body.Node("ReduceMax", [block]), 1)));
        });
        // as DynamicQuantizeLinear does it
        var below = graph.Squeeze(graph.Slice(range, 0, 0, 1), 0);
        var width = graph.Add(below, graph.Squeeze(graph.Slice(range, 0, 1, 2), 0));
        var isFlat = graph.Node("Equal", [width, graph.Scalar(0)]);
        var step = graph.Node("Where", [isFlat, graph.Scalar(1), graph.Divide(width, graph.Scalar(byte.MaxValue))]);
        var zero = graph.Cast(graph.Node("Round", [graph.Clip(graph.Divide(below, step), 0, byte.MaxValue)]), TensorType.UInt8);

        var none = graph.Node("ConstantOfShape", [graph.Concat(0, BatchSize(patches), graph.Integers(0, config.Convolutions[0].Outputs))]);
        var values = graph.Loop("integers", count, graph.Cast(none, TensorType.UInt8), TensorType.UInt8, (body, index, before) =>
        {
            var (start, end) = Block(body, index, frames, count);
            return body.Concat(1, before, body.QuantizeLinear(First(body, Part(body, patches, start, end), matrix), step, zero));
        });
        return (values, step, zero);
    }

    private GraphValue BlocksOf(GraphValue frames) => graph.Maximum(graph.Divide(frames, Integer(LeastFramesOfBlock)), Integer(1));

    // of equal length, up to one frame
    private (GraphValue Start, GraphValue End) Block(GraphBuilder body, GraphValue index, GraphValue frames, GraphValue count) => (
        body.Divide(body.Multiply(index, frames), count),
        body.Divide(body.Multiply(body.Add(index, Integer(1)), frames), count));

    private static GraphValue Part(GraphBuilder body, GraphValue patches, GraphValue start, GraphValue end) =>
        body.Node("Slice", [patches, body.Unsqueeze(start, 0), body.Unsqueeze(end, 0), body.Integers(1)]);

    private GraphValue Integer(long value) => graph.Weight($"int64 {value}", [value]);

    private GraphValue BatchSize(GraphValue x) => graph.Node("Shape", [x], ("start", 0), ("end", 1));

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
    private (GraphValue Values, GraphValue Step, GraphValue Zero) Quantize(GraphValue x)
    {
        var quantized = graph.Nodes("DynamicQuantizeLinear", [x], 3);
        return (quantized[0], quantized[1], quantized[2]);
    }

    private GraphValue IntegerProduct((GraphValue Values, GraphValue Step, GraphValue Zero) x, int layer) => graph.MatMulIntegerToFloat(
        Patches(x.Values, config.Convolutions[layer]), weights.Convolution(layer).Integers(graph), x.Step, x.Zero);

    // (batch, frames, channels) to (batch, fewer frames, kernel · channels); one Gather is faster than a slice for each tap and their concatenation
    private GraphValue Patches(GraphValue x, FrameConvolution shape)
    {
        var (inputs, _, kernel, stride) = shape;
        var end = graph.Subtract(Frames(x), Integer(kernel - 1));
        var starts = graph.Node("Range", [Integer(0), end, Integer(stride)]);
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
