using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// One trained model: wide convolutions over mel bands and time, maximum over the bands, three convolutions over time, pooling over time, a linear
/// layer.
/// Every layer is followed by ReLU and then by batch norm.
/// </summary>
/// <remarks>The maximum over the bands is taken before the clamping: the rest works on a tensor 30 to 96 times smaller.</remarks>
internal sealed class MusicnnModel(GraphBuilder graph, string name, ModelWeights published, bool everyStage)
{
    private const int Frames = LogMelSpectrogram.WindowFrames, Bands = LogMelSpectrogram.Bands;
    private const int FrontChannels = MusicnnParts.FrontChannels, MiddleChannels = MusicnnParts.MiddleChannels;

    // ONNX Runtime pools blocks of channels in the layout of the convolution, which saves two passes over its large result;
    // it does so only for whole blocks, so channels of zeros are added, and dropped after the pooling
    private const int ChannelBlock = 16;

    private readonly MusicnnParts _parts = new(published, everyStage);

    /// <summary>Adds the model to the graph.</summary>
    /// <param name="windows">Log-mel windows [windows, 187, 96].</param>
    /// <returns>The penultimate layer [windows, 200].</returns>
    public GraphValue Add(GraphValue windows)
    {
        var front = FrontEnd(windows);
        var c1 = Middle(front, _parts.Middle[0]);
        var c2 = graph.Add(Middle(c1, _parts.Middle[1]), c1);
        var c3 = graph.Add(Middle(c2, _parts.Middle[2]), c2);
        var all = graph.Squeeze(graph.Concat(1, front, c1, c2, c3), 2); // [windows, 753, 187]
        var (max, mean) = (graph.ReduceMax(all, [2]), graph.ReduceMean(all, [2]));
        var back = _parts.BackEnd;
        var penultimate = Rectify(
            graph.Gemm(
                graph.Concat(1, max, mean), Weight(back.Path + ".weight", back.Weight, back.Channels, back.Inputs),
                Weight(back.Path + ".bias", back.Bias, back.Channels)),
            back.Path, back.Norm);
        if (everyStage) AddStages(all, max, mean, penultimate);
        return penultimate;
    }

    // [windows, 561, 1, 187]
    private GraphValue FrontEnd(GraphValue windows)
    {
        var scaled = graph.Add(graph.Multiply(windows, graph.Scalar(_parts.InputGain)), graph.Scalar(_parts.InputShift));
        var x = graph.Reshape(scaled, 0, 1, Frames, Bands);
        var maxima = new List<GraphValue>();
        var (real, start) = (new List<long>(), 0);
        foreach (var layer in _parts.Front)
        {
            var (time, bands) = (layer.Time, layer.Inputs);
            var padded = (layer.Channels + ChannelBlock - 1) / ChannelBlock * ChannelBlock;
            var (weight, bias) = (layer.Weight, layer.Bias);
            Array.Resize(ref weight, padded * time * bands);
            Array.Resize(ref bias, padded);
            using var scope = graph.Scope($"{name}/{layer.Path}");
            // TensorFlow's "same" padding over time: the odd zero of an even kernel comes last
            var y = graph.Conv(
                x, Weight(layer.Path + ".weight", weight, padded, 1, time, bands), Weight(layer.Path + ".bias", bias, padded), [1, 1],
                [(time - 1) / 2, 0, time / 2, 0]);
            maxima.Add(graph.MaxPool(y, [1, Bands - bands + 1], [1, 1]));
            real.AddRange(Enumerable.Range(start, layer.Channels).Select(c => (long)c));
            start += padded;
        }
        var maximum = graph.Gather(graph.Concat(1, [.. maxima]), graph.Integers([.. real]), 1);
        var norm = RectifiedNorm.Stack([.. _parts.Front.Select(layer => layer.Norm)]);
        return Rectify(graph.Reshape(maximum, 0, FrontChannels, 1, Frames), "front", norm, 1, 1);
    }

    // a kernel over time, whose channels are the inputs
    private GraphValue Middle(GraphValue x, MusicnnParts.Layer layer)
    {
        var weight = MusicnnParts.SwapInner(layer.Weight, layer.Channels, layer.Time, layer.Inputs);
        using var scope = graph.Scope($"{name}/{layer.Path}");
        var pad = layer.Time / 2;
        var y = graph.Conv(
            x, Weight(layer.Path + ".weight", weight, layer.Channels, layer.Inputs, 1, layer.Time),
            Weight(layer.Path + ".bias", layer.Bias, layer.Channels), [1, 1], [0, pad, 0, pad]);
        return Rectify(y, layer.Path, layer.Norm, 1, 1);
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
            var (stage, channels) in new[] { ("timbral", 2 * MusicnnParts.TimbralChannels), ("temporal", 3 * MusicnnParts.TemporalChannels),
                ("cnn1", MiddleChannels), ("cnn2", MiddleChannels), ("cnn3", MiddleChannels) })
        {
            var part = graph.Transpose(graph.Slice(all, 1, start, start + channels), 0, 2, 1);
            graph.Output($"{name}.{stage}", part, TensorType.Float32, Dimension.Batch, Frames, channels);
            start += channels;
        }
        const int penultimates = MusicnnParts.Penultimate, tags = MusicnnParts.Tags;
        var (weight, bias) = _parts.Output;
        var logits = graph.Gemm(penultimate, Weight("output.weight", weight, tags, penultimates), Weight("output.bias", bias, tags));
        graph.Output($"{name}.max_pool", max, TensorType.Float32, Dimension.Batch, MusicnnParts.AllChannels);
        graph.Output($"{name}.mean_pool", mean, TensorType.Float32, Dimension.Batch, MusicnnParts.AllChannels);
        graph.Output($"{name}.penultimate", penultimate, TensorType.Float32, Dimension.Batch, penultimates);
        graph.Output($"{name}.taggram", graph.Sigmoid(logits), TensorType.Float32, Dimension.Batch, tags);
        graph.Output($"{name}.logits", logits, TensorType.Float32, Dimension.Batch, tags);
    }

    private GraphValue Weight(string path, float[] values, params int[] shape) => graph.Weight($"{name}.{path}", values, shape);
}
