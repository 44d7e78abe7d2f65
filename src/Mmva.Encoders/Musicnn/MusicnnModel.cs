using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// One trained model: wide convolutions over mel bands and time, maximum over the bands, three convolutions over time, pooling over time, a linear
/// layer.
/// Every layer is followed by ReLU and then by batch norm.
/// </summary>
/// <remarks>
/// gain · ReLU(y) + shift is written as max(gain · y + shift, shift), or with min if the gain is negative. So gain and shift are folded into the
/// weights that produce y, and the maximum over the bands can be taken first: the rest works on a tensor 30 to 96 times smaller.
/// </remarks>
internal sealed class MusicnnModel(GraphBuilder graph, string name, ModelWeights published, bool everyStage)
{
    private const int Frames = LogMelSpectrogram.WindowFrames, Bands = LogMelSpectrogram.Bands;
    private const int TimbralChannels = 204, TemporalChannels = 51, FrontChannels = 2 * TimbralChannels + 3 * TemporalChannels;
    private const int MiddleChannels = 64, MiddleKernel = 7, AllChannels = FrontChannels + 3 * MiddleChannels;

    // ONNX Runtime pools blocks of channels in the layout of the convolution, which saves two passes over its large result;
    // it does so only for whole blocks, so channels of zeros are added, and dropped after the pooling
    private const int ChannelBlock = 16;

    private const int Penultimate = MusicnnGraph.PenultimateWidth, Tags = 50;

    // time × bands of the kernels
    private static readonly (string Path, int Channels, int Time, int Bands)[] Front =
    [
        ("timbral_74", TimbralChannels, 7, 38), ("timbral_77", TimbralChannels, 7, 67),
        ("temporal_128", TemporalChannels, 128, 1), ("temporal_64", TemporalChannels, 64, 1), ("temporal_32", TemporalChannels, 32, 1),
    ];

    private readonly MusicnnWeights _weights = new(published, ignored: key => !everyStage && key.StartsWith("output.", StringComparison.Ordinal));

    /// <summary>Adds the model to the graph.</summary>
    /// <param name="windows">Log-mel windows [windows, 187, 96].</param>
    /// <returns>The penultimate layer [windows, 200].</returns>
    public GraphValue Add(GraphValue windows)
    {
        var front = FrontEnd(windows);
        var c1 = Middle(front, "mid_1", FrontChannels);
        var c2 = graph.Add(Middle(c1, "mid_2", MiddleChannels), c1);
        var c3 = graph.Add(Middle(c2, "mid_3", MiddleChannels), c2);
        var all = graph.Squeeze(graph.Concat(1, front, c1, c2, c3), 2); // [windows, 753, 187]
        var (max, mean) = (graph.ReduceMax(all, [2]), graph.ReduceMean(all, [2]));
        var penultimate = BackEnd(graph.Concat(1, max, mean));
        if (everyStage) AddStages(all, max, mean, penultimate);
        _weights.Finish();
        return penultimate;
    }

    // [windows, 561, 1, 187]
    private GraphValue FrontEnd(GraphValue windows)
    {
        var (gain, shift) = _weights.TakeNorm("input_bn", 1);
        var x = graph.Reshape(graph.Add(graph.Multiply(windows, graph.Scalar(gain[0])), graph.Scalar(shift[0])), 0, 1, Frames, Bands);
        var maxima = new List<GraphValue>();
        var norms = new List<RectifiedNorm>();
        var (real, start) = (new List<long>(), 0);
        foreach (var (path, channels, time, bands) in Front)
        {
            var (weight, bias, norm) = Convolution(path, [channels, 1, time, bands]);
            var padded = (channels + ChannelBlock - 1) / ChannelBlock * ChannelBlock;
            Array.Resize(ref weight, padded * time * bands);
            Array.Resize(ref bias, padded);
            using var scope = graph.Scope($"{name}/{path}");
            // TensorFlow's "same" padding over time: the odd zero of an even kernel comes last
            var y = graph.Conv(
                x, Weight(path + ".weight", weight, padded, 1, time, bands), Weight(path + ".bias", bias, padded), [1, 1],
                [(time - 1) / 2, 0, time / 2, 0]);
            maxima.Add(graph.MaxPool(y, [1, Bands - bands + 1], [1, 1]));
            real.AddRange(Enumerable.Range(start, channels).Select(c => (long)c));
            norms.Add(norm);
            start += padded;
        }
        var maximum = graph.Gather(graph.Concat(1, [.. maxima]), graph.Integers([.. real]), 1);
        return Rectify(graph.Reshape(maximum, 0, FrontChannels, 1, Frames), "front", RectifiedNorm.Stack(norms), 1, 1);
    }

    // the published kernel [64, 1, 7, inputs] is as wide as its input: one over time, whose channels are the inputs
    private GraphValue Middle(GraphValue x, string path, int inputs)
    {
        var (weight, bias, norm) = Convolution(path, [MiddleChannels, 1, MiddleKernel, inputs]);
        weight = SwapInner(weight, MiddleChannels, MiddleKernel, inputs);
        using var scope = graph.Scope($"{name}/{path}");
        const int pad = MiddleKernel / 2;
        var y = graph.Conv(
            x, Weight(path + ".weight", weight, MiddleChannels, inputs, 1, MiddleKernel), Weight(path + ".bias", bias, MiddleChannels), [1, 1],
            [0, pad, 0, pad]);
        return Rectify(y, path, norm, 1, 1);
    }

    private (float[] Weight, float[] Bias, RectifiedNorm Norm) Convolution(string path, int[] shape)
    {
        var (weight, bias) = (_weights.Take(path + ".conv.weight", shape), _weights.Take(path + ".conv.bias", shape[0]));
        var norm = _weights.TakeRectifiedNorm(path + ".bn", shape[0]);
        norm.FoldInto(weight, bias);
        return (weight, bias, norm);
    }

    // pool_bn, then the linear layer and its norm; the published order of the pooled values is max0, mean0, max1, mean1, …
    private GraphValue BackEnd(GraphValue pooled)
    {
        const int inputs = 2 * AllChannels;
        var (weight, bias) = (_weights.Take("penultimate.weight", Penultimate, inputs), _weights.Take("penultimate.bias", Penultimate));
        var (gain, shift) = _weights.TakeNorm("pool_bn", inputs);
        for (var row = 0; row < Penultimate; row++)
        {
            var w = weight.AsSpan(row * inputs, inputs);
            for (var i = 0; i < inputs; i++)
            {
                bias[row] += w[i] * shift[i];
                w[i] *= gain[i];
            }
        }
        var norm = _weights.TakeRectifiedNorm("penultimate_bn", Penultimate);
        norm.FoldInto(weight, bias);
        weight = SwapInner(weight, Penultimate, AllChannels, 2);
        return Rectify(
            graph.Gemm(pooled, Weight("penultimate.weight", weight, Penultimate, inputs), Weight("penultimate.bias", bias, Penultimate)),
            "penultimate", norm);
    }

    private GraphValue Rectify(GraphValue y, string path, RectifiedNorm norm, params ReadOnlySpan<int> trailing)
    {
        int[] shape = [norm.Low.Length, .. trailing];
        return graph.Minimum(graph.Maximum(y, Weight(path + ".low", norm.Low, shape)), Weight(path + ".high", norm.High, shape));
    }

    private void AddStages(GraphValue all, GraphValue max, GraphValue mean, GraphValue penultimate)
    {
        var start = 0;
        foreach (
            var (stage, channels) in new[] { ("timbral", 2 * TimbralChannels), ("temporal", 3 * TemporalChannels), ("cnn1", MiddleChannels),
                ("cnn2", MiddleChannels), ("cnn3", MiddleChannels) })
        {
            var part = graph.Transpose(graph.Slice(all, 1, start, start + channels), 0, 2, 1);
            graph.Output($"{name}.{stage}", part, TensorType.Float32, Dimension.Batch, Frames, channels);
            start += channels;
        }
        var logits = graph.Gemm(
            penultimate, Weight("output.weight", _weights.Take("output.weight", Tags, Penultimate), Tags, Penultimate),
            Weight("output.bias", _weights.Take("output.bias", Tags), Tags));
        graph.Output($"{name}.max_pool", max, TensorType.Float32, Dimension.Batch, AllChannels);
        graph.Output($"{name}.mean_pool", mean, TensorType.Float32, Dimension.Batch, AllChannels);
        graph.Output($"{name}.penultimate", penultimate, TensorType.Float32, Dimension.Batch, Penultimate);
        graph.Output($"{name}.taggram", graph.Sigmoid(logits), TensorType.Float32, Dimension.Batch, Tags);
        graph.Output($"{name}.logits", logits, TensorType.Float32, Dimension.Batch, Tags);
    }

    private GraphValue Weight(string path, float[] values, params int[] shape) => graph.Weight($"{name}.{path}", values, shape);

    // [outer, a, b] to [outer, b, a]
    private static float[] SwapInner(float[] values, int outer, int a, int b)
    {
        var result = new float[values.Length];
        for (var o = 0; o < outer; o++)
            for (var i = 0; i < a; i++)
                for (var j = 0; j < b; j++) result[(o * b + j) * a + i] = values[(o * a + i) * b + j];
        return result;
    }
}
