using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>How the features of a text are taken from each hidden state.</summary>
internal enum TextPooling
{
    /// <summary>The mean over its tokens.</summary>
    TokenMeans,

    /// <summary>Its first token: [CLS] or &lt;s&gt;.</summary>
    ClassToken,
}

/// <summary>BERT, or RoBERTa, as a graph: from token ids and attention mask to the features of all hidden states.</summary>
internal static class BertGraph
{
    // layers × width²: RoBERTa-base has 7 million, MiniLM 0.9
    private const long LargeFrom = 4_000_000;

    private static readonly string[] Unused = ["pooler.", "cls.", "lm_head."];

    public const string InputIds = "input_ids", AttentionMask = "attention_mask";

    /// <summary>The name of the features, [batch, layers + 1, width].</summary>
    public static string Features(TextPooling pooling) => pooling == TextPooling.ClassToken ? "class_tokens" : "layer_means";

    /// <summary>Builds the graph.</summary>
    /// <param name="config">The sizes of the model.</param>
    /// <param name="weights">Its weights, with or without the prefix <c>bert.</c> or <c>roberta.</c>; pooler and heads are not used.</param>
    /// <param name="precision">The arithmetic.</param>
    /// <param name="pooling">How features are taken from a hidden state.</param>
    /// <param name="hiddenStates">Whether each hidden state is an output as well (<c>hidden_0</c> …).</param>
    /// <param name="standardOnly">Whether only standard ONNX operators are used.</param>
    public static Graph Build(
        BertConfig config, ModelWeights weights, Precision precision, TextPooling pooling = TextPooling.TokenMeans,
        bool hiddenStates = false, bool standardOnly = false)
    {
        var reader = new WeightReader(weights, OwnName);
        var graph = new GraphBuilder("bert", standardOnly, isLarge: (long)config.Layers * config.Width * config.Width > LargeFrom);
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
            {
                var onlyFirst = layer == config.Layers - 1 && pooling == TextPooling.ClassToken && !hiddenStates;
                states.Add(x = model.Block(layer).Apply(graph, config.Block, x, keys, onlyFirst));
            }
        reader.Finish();

        using (graph.Scope("features"))
        {
            var means = pooling == TextPooling.TokenMeans ? MeanWeights(graph, mask) : GraphValue.None;
            GraphValue[] pooled = // (batch, 1, width) each
                [.. states.Select(state => pooling == TextPooling.TokenMeans ? graph.MatMul(means, state) : graph.Slice(state, 1, 0, 1))];
            graph.Output(Features(pooling), graph.Concat(1, pooled), TensorType.Float32, Dimension.Batch, config.Layers + 1, config.Width);
        }
        if (hiddenStates)
            for (var i = 0; i < states.Count; i++)
                graph.Output($"hidden_{i}", states[i], TensorType.Float32, Dimension.Batch, Dimension.Sequence, config.Width);
        return graph.Build();
    }

    private static GraphValue Embed(GraphBuilder graph, BertWeights model, BertConfig config, GraphValue ids)
    {
        GraphValue positions;
        if (config.PaddingId is { } padding) positions = graph.Gather(model.Positions(), PositionsAfter(graph, ids, padding));
        else
        {
            var length = graph.Node("Shape", [ids], ("start", 1), ("end", 2));
            positions = graph.Node("Slice", [model.Positions(), graph.Integers(0), length]); // (sequence, width)
        }
        var norm = model.EmbeddingNorm;
        return graph.LayerNormalization(graph.Add(model.Words(ids), positions), norm.Gain, norm.Shift, config.Block.Epsilon);
    }

    // the position of padding is its id, the other tokens are counted from there: cumsum(real) · real + padding
    private static GraphValue PositionsAfter(GraphBuilder graph, GraphValue ids, int padding)
    {
        var offset = graph.Weight($"int64 {padding}", [(long)padding]);
        var real = graph.Cast(graph.Cast(graph.Subtract(ids, offset), TensorType.Boolean), TensorType.Int64);
        return graph.Add(graph.Multiply(graph.CumulativeSum(real, 1), real), offset); // (batch, sequence)
    }

    // 1 / length for tokens and 0 for padding: a product with it is the mean over tokens
    private static GraphValue MeanWeights(GraphBuilder graph, GraphValue mask)
    {
        var real = graph.Unsqueeze(graph.Cast(mask, TensorType.Float32), 1); // (batch, 1, sequence)
        return graph.Divide(real, graph.ReduceSum(real, [2], keepAxes: true));
    }

    private static string? OwnName(string key)
    {
        foreach (var prefix in new[] { "bert.", "roberta." })
            if (key.StartsWith(prefix, StringComparison.Ordinal)) key = key[prefix.Length..];
        var unused = key == "embeddings.position_ids" || Unused.Any(head => key.StartsWith(head, StringComparison.Ordinal));
        return unused ? null : key.Replace(".gamma", ".weight", StringComparison.Ordinal).Replace(".beta", ".bias", StringComparison.Ordinal);
    }
}
