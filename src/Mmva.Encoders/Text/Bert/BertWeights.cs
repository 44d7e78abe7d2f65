using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Adds the weights of a BERT model to a graph, under the names of Hugging Face's <c>BertModel</c>.</summary>
internal sealed class BertWeights(WeightReader reader, GraphBuilder graph, BertConfig config, Precision precision)
{
    public NormLayer EmbeddingNorm { get; } = Norm(reader.Scope("embeddings.LayerNorm"), graph, config);

    /// <summary>The word vectors of ids. An 8-bit table stays one: only the rows that are used become float32.</summary>
    public GraphValue Words(GraphValue ids)
    {
        var (table, scale) = reader.Rows("embeddings.word_embeddings.weight", config.Vocabulary, config.Width);
        var rows = graph.Gather(graph.Table(table), ids);
        if (scale is null) return rows;
        return graph.Multiply(graph.Cast(rows, TensorType.Float32), graph.Unsqueeze(graph.Gather(graph.Weight(scale), ids), 2));
    }

    /// <summary>Position vectors [positions, width]. Every token is of type 0, whose vector is added here once.</summary>
    public GraphValue Positions()
    {
        var table = Matrix(reader.Scope("embeddings.position_embeddings"), config.Positions, config.Width).ToFloats();
        var type = Matrix(reader.Scope("embeddings.token_type_embeddings"), config.TokenTypes, config.Width).ToFloats().AsSpan(0, config.Width);
        for (var i = 0; i < table.Length; i++) table[i] += type[i % config.Width];
        return graph.Weight("embeddings.position_and_type", table, config.Positions, config.Width);
    }

    // In MiniLM 8-bit queries, keys and values would cost more accuracy than all other layers together; RoBERTa tolerates them.
    private Precision AttentionPrecision => config.PaddingId is null ? Precision.Exact : precision;

    // In RoBERTa half of the error of 8 bits comes from the attention outputs of the first two blocks, which are a seventieth of the work.
    private Precision AttentionOutputPrecision(int layer) => config.PaddingId is not null && layer < 2 ? Precision.Exact : precision;

    public TransformerBlock Block(int layer)
    {
        var block = reader.Scope($"encoder.layer.{layer}");
        var attention = block.Scope("attention");
        WeightReader[] parts = [attention.Scope("self.query"), attention.Scope("self.key"), attention.Scope("self.value")];
        var stacked = $"encoder.layer.{layer}.attention.self.query_key_value";
        float[] biases = [.. parts.SelectMany(p => p.Float32("bias", config.Width).ToFloats())];
        var weight = WeightMatrix.Stack(stacked + ".weight", [.. parts.Select(p => Matrix(p, config.Width, config.Width))]);
        return new(
            new(weight, graph.Weight(stacked + ".bias", biases, biases.Length), AttentionPrecision),
            Linear(attention.Scope("output.dense"), config.Width, config.Width, AttentionOutputPrecision(layer)),
            Norm(attention.Scope("output.LayerNorm"), graph, config),
            Linear(block.Scope("intermediate.dense"), config.InnerWidth, config.Width, precision),
            Linear(block.Scope("output.dense"), config.Width, config.InnerWidth, precision),
            Norm(block.Scope("output.LayerNorm"), graph, config));
    }

    private LinearLayer Linear(WeightReader layer, int outputs, int inputs, Precision how) =>
        new(Matrix(layer, outputs, inputs), graph.Weight(layer.Float32("bias", outputs)), how);

    private static WeightMatrix Matrix(WeightReader layer, int outputs, int inputs)
    {
        var (weight, scale) = layer.Rows("weight", outputs, inputs);
        return WeightMatrix.Of(weight, scale);
    }

    private static NormLayer Norm(WeightReader layer, GraphBuilder graph, BertConfig config) =>
        new(graph.Weight(layer.Float32("weight", config.Width)), graph.Weight(layer.Float32("bias", config.Width)));
}
