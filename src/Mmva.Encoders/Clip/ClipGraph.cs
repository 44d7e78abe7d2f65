using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The vision tower of CLIP as a graph: from normalized pixels to the projected class token.</summary>
internal static class ClipGraph
{
    public const string PixelValues = "pixel_values", ImageEmbeddings = "image_embeds", LastHiddenState = "last_hidden_state";

    /// <summary>Builds the graph: <c>pixel_values</c> [batch, 3, size, size] to <c>image_embeds</c> [batch, features].</summary>
    /// <param name="config">The tower's sizes.</param>
    /// <param name="weights">Its weights, with Hugging Face's or OpenAI's keys; a text tower is not used.</param>
    /// <param name="precision">The arithmetic; the last projection is always in float32.</param>
    /// <param name="hiddenStates">Whether <c>last_hidden_state</c> and each hidden state (<c>hidden_0</c> …) are outputs as well.</param>
    /// <param name="standardOnly">Whether only standard ONNX operators are used.</param>
    public static Graph Build(ClipConfig config, ModelWeights weights, Precision precision, bool hiddenStates = false, bool standardOnly = false)
    {
        var reader = new WeightReader(weights, ClipKeys.OwnName);
        var graph = new GraphBuilder("clip-vision", standardOnly, isLarge: true);
        var model = new ClipWeights(reader, graph, config, precision);
        var pixels = graph.Input(PixelValues, TensorType.Float32, Dimension.Batch, 3, config.ImageSize, config.ImageSize);

        GraphValue x;
        using (graph.Scope("embeddings")) x = Embed(graph, model, config, pixels);
        List<GraphValue> states = [x]; // (batch, tokens, width) each
        for (var layer = 0; layer < config.Layers; layer++)
            using (graph.Scope($"layer.{layer}"))
                states.Add(
                    x = model.Block(layer).Apply(graph, config.Block, x, GraphValue.None, onlyFirst: layer == config.Layers - 1 && !hiddenStates));

        using (graph.Scope("projection"))
        {
            var norm = model.LastNorm;
            var token = graph.Squeeze(graph.Slice(x, 1, 0, 1), 1); // (batch, width)
            var projected = model.Project(graph.LayerNormalization(token, norm.Gain, norm.Shift, config.Block.Epsilon));
            graph.Output(ImageEmbeddings, projected, TensorType.Float32, Dimension.Batch, config.ProjectionWidth);
        }
        reader.Finish();
        if (!hiddenStates) return graph.Build();
        graph.Output(LastHiddenState, x, TensorType.Float32, Dimension.Batch, config.Tokens, config.Width);
        for (var i = 0; i < states.Count; i++)
            graph.Output($"hidden_{i}", states[i], TensorType.Float32, Dimension.Batch, config.Tokens, config.Width);
        return graph.Build();
    }

    private static GraphValue Embed(GraphBuilder graph, ClipWeights model, ClipConfig config, GraphValue pixels)
    {
        int grid = config.Grid, patch = config.PatchSize;
        if (grid * patch < config.ImageSize) pixels = graph.Slice(graph.Slice(pixels, 2, 0, grid * patch), 3, 0, grid * patch);
        var cut = graph.Transpose(graph.Reshape(pixels, 0, 3, grid, patch, grid, patch), 0, 2, 4, 1, 3, 5);
        var patches = model.PatchEmbedding().Product(graph, graph.Reshape(cut, 0, grid * grid, 3 * patch * patch)); // (batch, patches, width)
        var tokens = graph.Add(graph.Pad(patches, 0, 1, 0, 0, 0, 0), model.Positions()); // the class token comes before them
        var norm = model.FirstNorm;
        return graph.LayerNormalization(tokens, norm.Gain, norm.Shift, config.Block.Epsilon);
    }
}
