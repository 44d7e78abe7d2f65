using Mmva.Encoders.Graphs;
using Mmva.Encoders.WeightFiles;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Bert;

/// <summary>BERT as a graph: token ids and attention mask in, the token means of all hidden states out.</summary>
internal static class BertGraph
{
    public const string InputIds = "input_ids", AttentionMask = "attention_mask", LayerMeans = "layer_means";

    /// <summary>Writes the graph.</summary>
    /// <param name="config">The model's sizes.</param>
    /// <param name="weights">Its weights, with or without the prefix <c>bert.</c>; pooler and heads are not used.</param>
    /// <param name="precision">Fast leaves queries, keys and values in float32: they would cost more than all other layers together.</param>
    /// <param name="hiddenStates">Whether each hidden state is an output of its own as well (<c>hidden_0</c> …).</param>
    public static Graph Build(BertConfig config, ModelWeights weights, Precision precision, bool hiddenStates = false)
    {
        var reader = new WeightReader(weights, OwnName);
        var graph = new GraphBuilder("bert");
        var model = new BertWeights(reader, graph, config, precision);
        Dimension[] tokens = [Dimension.Batch, Dimension.Sequence];
        var ids = graph.Input(InputIds, TensorType.Int64, tokens);
        var mask = graph.Input(AttentionMask, TensorType.Int64, tokens);

        var keys = graph.Cast(mask, TensorType.Int32);
        GraphValue x;
        using (graph.Scope("embeddings")) x = Embed(graph, model, config, ids);
        List<GraphValue> states = [x]; // (batch, sequence, width) each
        for (var layer = 0; layer < config.Layers; layer++)
            using (graph.Scope($"layer.{layer}"))
                states.Add(x = model.Block(layer).Apply(graph, config.Block, x, keys));
        reader.Finish();

        using (graph.Scope("means"))
        {
            var pooling = Pooling(graph, mask);
            GraphValue[] means = [.. states.Select(state => graph.MatMul(pooling, state))]; // (batch, 1, width) each
            graph.Output(LayerMeans, graph.Concat(1, means), TensorType.Float32, Dimension.Batch, config.Layers + 1, config.Width);
        }
        if (hiddenStates)
            for (var i = 0; i < states.Count; i++) graph.Output($"hidden_{i}", states[i], TensorType.Float32, Dimension.Batch, Dimension.Sequence, config.Width);
        return graph.Build();
    }

    private static GraphValue Embed(GraphBuilder graph, BertWeights model, BertConfig config, GraphValue ids)
    {
        var length = graph.Node("Shape", [ids], ("start", 1), ("end", 2));
        var positions = graph.Node("Slice", [model.Positions(), graph.Integers(0), length]); // (sequence, width)
        var norm = model.EmbeddingNorm;
        return graph.LayerNormalization(graph.Add(model.Words(ids), positions), norm.Gain, norm.Shift, config.Block.Epsilon);
    }

    // 1 / length for tokens and 0 for padding: a product with it is the mean over tokens
    private static GraphValue Pooling(GraphBuilder graph, GraphValue mask)
    {
        var real = graph.Unsqueeze(graph.Cast(mask, TensorType.Float32), 1); // (batch, 1, sequence)
        return graph.Divide(real, graph.ReduceSum(real, [2], keepAxes: true));
    }

    private static string? OwnName(string key)
    {
        key = key.StartsWith("bert.", StringComparison.Ordinal) ? key["bert.".Length..] : key;
        var unused = key == "embeddings.position_ids" || key.StartsWith("pooler.", StringComparison.Ordinal) || key.StartsWith("cls.", StringComparison.Ordinal);
        return unused ? null : key.Replace(".gamma", ".weight", StringComparison.Ordinal).Replace(".beta", ".bias", StringComparison.Ordinal);
    }
}
