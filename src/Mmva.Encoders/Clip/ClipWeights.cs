using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Adds the weights of a CLIP vision tower to a graph, under the names of <see cref="ClipKeys"/>.</summary>
internal sealed class ClipWeights(WeightReader reader, GraphBuilder graph, ClipConfig config, Precision precision)
{
    public NormLayer FirstNorm => Norm(reader.Scope("pre_layrnorm"));

    public NormLayer LastNorm => Norm(reader.Scope("post_layernorm"));

    /// <summary>
    /// The convolution over patches, which do not overlap: a matrix [width, 3 · patch · patch]. Always in float32: on photographs 8 bits would cost
    /// a third of the accuracy here, and save a fiftieth of the work.
    /// </summary>
    public LinearLayer PatchEmbedding()
    {
        var kernel = reader.Float32("embeddings.patch_embedding.weight", config.Width, 3, config.PatchSize, config.PatchSize);
        var matrix = Tensor.FromBytes(kernel.Name, kernel.Type, kernel.Bytes, config.Width, 3 * config.PatchSize * config.PatchSize);
        return new(WeightMatrix.Of(matrix), GraphValue.None, Precision.Exact);
    }

    /// <summary>Position vectors [tokens, width], the class token added to the first.</summary>
    public GraphValue Positions()
    {
        var table = reader.Float32("embeddings.position_embedding.weight", config.Tokens, config.Width).ToFloats();
        var token = reader.Float32("embeddings.class_embedding", config.Width).ToFloats();
        for (var i = 0; i < token.Length; i++) table[i] += token[i];
        return graph.Weight("embeddings.position_and_class", table, config.Tokens, config.Width);
    }

    public TransformerBlock Block(int layer)
    {
        var block = reader.Scope($"encoder.layers.{layer}");
        var attention = block.Scope("self_attn");
        return new(
            Attention(attention, $"encoder.layers.{layer}.self_attn.in_proj"),
            Linear(attention.Scope("out_proj"), config.Width, config.Width), Norm(block.Scope("layer_norm1")),
            Linear(block.Scope("mlp.fc1"), config.InnerWidth, config.Width), Linear(block.Scope("mlp.fc2"), config.Width, config.InnerWidth),
            Norm(block.Scope("layer_norm2")));
    }

    /// <summary>x · Wᵀ for the projection [features, width], or x · W if it is stored transposed.</summary>
    public GraphValue Project(GraphValue x) => reader.Contains(ClipKeys.TransposedProjection)
        ? graph.MatMul(x, graph.Weight(reader.Float32(ClipKeys.TransposedProjection, config.Width, config.ProjectionWidth)))
        : graph.MatMulTransposed(x, graph.Weight(reader.Float32("visual_projection.weight", config.ProjectionWidth, config.Width)));

    // three matrices, or one that stacks them
    private LinearLayer Attention(WeightReader attention, string stacked)
    {
        var width = config.Width;
        if (attention.Contains("in_proj.weight")) return Linear(attention.Scope("in_proj"), 3 * width, width);
        WeightReader[] parts = [attention.Scope("q_proj"), attention.Scope("k_proj"), attention.Scope("v_proj")];
        float[] biases = [.. parts.SelectMany(p => p.Float32("bias", width).ToFloats())];
        var weight = WeightMatrix.Stack(stacked + ".weight", [.. parts.Select(p => WeightMatrix.Of(p.Float32("weight", width, width)))]);
        return new(weight, graph.Weight(stacked + ".bias", biases, biases.Length), precision);
    }

    private LinearLayer Linear(WeightReader layer, int outputs, int inputs) =>
        new(WeightMatrix.Of(layer.Float32("weight", outputs, inputs)), graph.Weight(layer.Float32("bias", outputs)), precision);

    private NormLayer Norm(WeightReader layer) =>
        new(graph.Weight(layer.Float32("weight", config.Width)), graph.Weight(layer.Float32("bias", config.Width)));
}
