using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>MERT as a graph: from samples to the time means of all hidden states.</summary>
internal static class MertGraph
{
    public const string InputValues = "input_values", TimeMeans = "time_means";

    /// <summary>Builds the graph.</summary>
    /// <param name="config">The sizes of the model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="precision">The arithmetic. In Fast the inputs of one run share the steps in which the convolutions are quantized.</param>
    /// <param name="hiddenStates">Whether each hidden state is an output as well (<c>hidden_0</c> …).</param>
    /// <param name="standardOnly">Whether only standard ONNX operators are used.</param>
    public static Graph Build(MertConfig config, ModelWeights weights, Precision precision, bool hiddenStates = false, bool standardOnly = false)
    {
        var reader = new WeightReader(weights, MertWeights.OwnName);
        var graph = new GraphBuilder("mert", standardOnly, isLarge: true);
        var model = new MertWeights(reader, graph, config, precision);
        var samples = graph.Input(InputValues, TensorType.Float32, Dimension.Batch, "samples");

        GraphValue x;
        using (graph.Scope("feature_extractor")) x = new FrameExtractor(graph, config, model, precision).Apply(samples);
        using (graph.Scope("feature_projection")) x = Project(graph, model, config, x);
        using (graph.Scope("positions")) x = AddPositions(graph, model, config, x);
        List<GraphValue> states = [x]; // (batch, frames, width) each
        for (var layer = 0; layer < config.Layers; layer++)
            using (graph.Scope($"layer.{layer}"))
                states.Add(x = model.Block(layer).Apply(graph, config.Block, x, GraphValue.None));
        reader.Finish();

        using (graph.Scope("means"))
        {
            GraphValue[] means = [.. states.Select(state => graph.ReduceMean(state, [1], keepAxes: true))]; // (batch, 1, width) each
            graph.Output(TimeMeans, graph.Concat(1, means), TensorType.Float32, Dimension.Batch, config.Layers + 1, config.Width);
        }
        if (hiddenStates)
            for (var i = 0; i < states.Count; i++)
                graph.Output($"hidden_{i}", states[i], TensorType.Float32, Dimension.Batch, "frames", config.Width);
        return graph.Build();
    }

    private static GraphValue Project(GraphBuilder graph, MertWeights model, MertConfig config, GraphValue x)
    {
        var norm = model.ProjectionNorm;
        var layer = model.Projection;
        return graph.Add(layer.Product(graph, graph.LayerNormalization(x, norm.Gain, norm.Shift, config.Block.Epsilon)), layer.Bias);
    }

    // An even kernel yields one frame too many, and the last is dropped: the same as one frame less of padding at the end.
    private static GraphValue AddPositions(GraphBuilder graph, MertWeights model, MertConfig config, GraphValue x)
    {
        long before = config.PositionKernel / 2, after = config.PositionKernel - 1 - before;
        // (batch, width, 1, frames): ONNX Runtime is faster over two dimensions than over one
        var rows = graph.Unsqueeze(graph.Transpose(x, 0, 2, 1), 2);
        long[] padding = [0, before, 0, after];
        var positions = graph.Conv(rows, model.PositionKernel(), model.PositionBias, [1, 1], padding, config.PositionGroups);
        positions = graph.Gelu(graph.Transpose(graph.Squeeze(positions, 2), 0, 2, 1));
        var norm = model.EncoderNorm;
        return graph.LayerNormalization(graph.Add(positions, x), norm.Gain, norm.Shift, config.Block.Epsilon);
    }
}
