using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Adds the weights of a MERT model to a graph, under the names of Hugging Face's <c>HubertModel</c>.</summary>
internal sealed class MertWeights(WeightReader reader, GraphBuilder graph, MertConfig config, Precision precision)
{
    // the two parts of a weight under weight norm: their names of before and after PyTorch 2
    private const string Magnitude = "weight_g", Direction = "weight_v";
    private const string NewMagnitude = "parametrizations.weight.original0", NewDirection = "parametrizations.weight.original1";

    public NormLayer FirstNorm => Norm(reader.Scope("feature_extractor.conv_layers.0.layer_norm"), config.Convolutions[0].Outputs);

    public NormLayer ProjectionNorm => Norm(reader.Scope("feature_projection.layer_norm"), config.Convolutions[^1].Outputs);

    public LinearLayer Projection => Linear(reader.Scope("feature_projection.projection"), config.Width, config.Convolutions[^1].Outputs);

    public NormLayer EncoderNorm => Norm(reader.Scope("encoder.layer_norm"), config.Width);

    public GraphValue PositionBias => graph.Weight(reader.Float32("encoder.pos_conv_embed.conv.bias", config.Width));

    /// <summary>The one name of a key, whatever its spelling; null for what inference does not use.</summary>
    public static string? OwnName(string key) => key == "masked_spec_embed"
        ? null
        : key.Replace(NewMagnitude, Magnitude, StringComparison.Ordinal).Replace(NewDirection, Direction, StringComparison.Ordinal);

    /// <summary>A convolution over time, [outputs, inputs, kernel].</summary>
    public Tensor Kernel(int layer)
    {
        var (inputs, outputs, kernel, _) = config.Convolutions[layer];
        return reader.Float32($"feature_extractor.conv_layers.{layer}.conv.weight", outputs, inputs, kernel);
    }

    /// <summary>A convolution over time as a matrix [outputs, kernel · inputs], for rows of as many consecutive frames.</summary>
    public WeightMatrix Convolution(int layer)
    {
        var (inputs, outputs, kernel, _) = config.Convolutions[layer];
        var stored = Kernel(layer);
        var (values, matrix) = (stored.ToFloats(), GraphWeight.Allocate<float>(stored.Count));
        for (var o = 0; o < outputs; o++)
            for (var i = 0; i < inputs; i++)
                for (var k = 0; k < kernel; k++) matrix[(o * kernel + k) * inputs + i] = values[(o * inputs + i) * kernel + k];
        return WeightMatrix.Of(Tensor.FromBytes(stored.Name, TensorType.Float32, GraphWeight.BytesOf(matrix), outputs, kernel * inputs));
    }

    /// <summary>
    /// The positional convolution [width, width / groups, 1, kernel], its weight norm applied: g[k] · v[:, :, k] / ‖v[:, :, k]‖.
    /// The graph contains the formula, and ONNX Runtime evaluates it once, when it loads the file.
    /// </summary>
    public GraphValue PositionKernel()
    {
        var layer = reader.Scope("encoder.pos_conv_embed.conv");
        int inputs = config.Width / config.PositionGroups, kernel = config.PositionKernel;
        GraphValue weight;
        if (layer.Contains("weight")) weight = graph.Inlined(graph.Weight(layer.Float32("weight", config.Width, inputs, kernel)));
        else
        {
            var direction = graph.Inlined(graph.Weight(layer.Float32(Direction, config.Width, inputs, kernel)));
            weight = graph.Multiply(direction, graph.Divide(graph.Weight(layer.Float32(Magnitude, 1, 1, kernel)), graph.Norm(direction, [0, 1])));
        }
        return graph.Unsqueeze(weight, 2);
    }

    public TransformerBlock Block(int layer)
    {
        var (width, inner) = (config.Width, config.InnerWidth);
        var block = reader.Scope($"encoder.layers.{layer}");
        var attention = block.Scope("attention");
        WeightReader[] parts = [attention.Scope("q_proj"), attention.Scope("k_proj"), attention.Scope("v_proj")];
        var stacked = $"encoder.layers.{layer}.attention.qkv_proj";
        float[] biases = [.. parts.SelectMany(p => p.Float32("bias", width).ToFloats())];
        var weight = WeightMatrix.Stack(stacked + ".weight", [.. parts.Select(p => WeightMatrix.Of(p.Float32("weight", width, width)))]);
        return new(
            new(weight, graph.Weight(stacked + ".bias", biases, biases.Length), precision),
            Linear(attention.Scope("out_proj"), width, width), Norm(block.Scope("layer_norm"), width),
            Linear(block.Scope("feed_forward.intermediate_dense"), inner, width), Linear(block.Scope("feed_forward.output_dense"), width, inner),
            Norm(block.Scope("final_layer_norm"), width));
    }

    private LinearLayer Linear(WeightReader layer, int outputs, int inputs) =>
        new(WeightMatrix.Of(layer.Float32("weight", outputs, inputs)), graph.Weight(layer.Float32("bias", outputs)), precision);

    private NormLayer Norm(WeightReader layer, int width) =>
        new(graph.Weight(layer.Float32("weight", width)), graph.Weight(layer.Float32("bias", width)));
}
