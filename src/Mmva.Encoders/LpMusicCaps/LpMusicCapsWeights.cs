using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// Adds the weights of an LP-MusicCaps checkpoint to a graph, under the names of its <c>BartCaptionModel</c> (upstream:
/// <c>lpmc/music_captioning/model</c>).
/// </summary>
internal sealed class LpMusicCapsWeights(WeightReader reader, GraphBuilder graph, BartShape shape, Precision precision)
{
    private const string Shared = "bart.model.shared.weight", Parallel = "module.";

    // copies of the table of tokens: one tensor in PyTorch, several keys in a file
    private static readonly string[] Tied =
        ["bart.lm_head.weight", "bart.model.encoder.embed_tokens.weight", "bart.model.decoder.embed_tokens.weight"];

    /// <summary>The table of tokens, [vocabulary, width], which is also the last layer of the decoder.</summary>
    public Tensor Tokens => reader.Float32(Shared, shape.Vocabulary, shape.Width);

    /// <summary>[1, vocabulary].</summary>
    public GraphValue LogitsBias => graph.Weight(reader.Float32("bart.final_logits_bias", 1, shape.Vocabulary));

    /// <summary>The name of a key without the prefix that training on several devices adds; null for copies of the table of tokens.</summary>
    public static string? OwnName(string key)
    {
        if (key.StartsWith(Parallel, StringComparison.Ordinal)) key = key[Parallel.Length..];
        return Tied.Contains(key) ? null : key;
    }

    /// <summary>Checks that the copies of the table of tokens are copies.</summary>
    /// <exception cref="WeightFileException">One of them is not.</exception>
    public static void CheckTied(ModelWeights weights)
    {
        if (Find(Shared) is not { } shared) return; // the reader reports it
        foreach (var name in Tied)
            if (Find(name) is { } copy && !(copy.Type == shared.Type && copy.Shape.SequenceEqual(shared.Shape)
                && copy.Bytes.Span.SequenceEqual(shared.Bytes.Span)))
                throw new WeightFileException(weights.Path, $"'{name}' must be the same as '{Shared}', as in every BART; it is not.");

        Tensor? Find(string name) => weights.Tensors.GetValueOrDefault(name) ?? weights.Tensors.GetValueOrDefault(Parallel + name);
    }

    /// <summary>The window of the spectrogram, [1024], and its mel bands, [513, 128]: those of the file, or else the same, computed.</summary>
    public (float[] Window, float[] Filters) Spectrogram()
    {
        var front = reader.Scope("audio_encoder.mel_encoder");
        const string window = "spec_fn.window", filters = "mel_scale.fb";
        return (
            front.Contains(window) ? front.Float32(window, AudioFrontEnd.FrameSize).ToFloats() : LpMusicCapsSpectrogram.Window(),
            front.Contains(filters)
                ? front.Float32(filters, AudioFrontEnd.Bins, AudioFrontEnd.Bands).ToFloats()
                : LpMusicCapsSpectrogram.Filters());
    }

    /// <summary>A convolution over time, [width, inputs, 1, 3], and its bias.</summary>
    public (GraphValue Kernel, GraphValue Bias) Convolution(int layer)
    {
        var part = reader.Scope("audio_encoder").Scope(layer == 0 ? "conv1" : $"conv_stack.{layer - 1}");
        var stored = part.Float32("weight", shape.Width, layer == 0 ? AudioFrontEnd.Bands : shape.Width, 3);
        var kernel = Tensor.FromBytes(stored.Name, stored.Type, stored.Bytes, shape.Width, stored.Shape[1], 1, 3);
        return (graph.Weight(kernel), graph.Weight(part.Float32("bias", shape.Width)));
    }

    /// <summary>The sinusoids that are added to the result of the convolutions, [positions, width].</summary>
    public GraphValue Sinusoids =>
        graph.Weight(reader.Float32("audio_encoder.positional_embedding", AudioFrontEnd.Positions, shape.Width));

    /// <summary>The learned positions of a side, with the two rows that precede position 0.</summary>
    public GraphValue LearnedPositions(string side) =>
        graph.Weight(reader.Float32($"bart.model.{side}.embed_positions.weight", shape.Positions + BartShape.PositionOffset, shape.Width));

    public NormLayer EmbeddingNorm(string side) => Norm(reader.Scope($"bart.model.{side}.layernorm_embedding"));

    public TransformerBlock EncoderBlock(int layer)
    {
        var block = reader.Scope($"bart.model.encoder.layers.{layer}");
        var attention = block.Scope("self_attn");
        WeightReader[] parts = [attention.Scope("q_proj"), attention.Scope("k_proj"), attention.Scope("v_proj")];
        var stacked = $"bart.model.encoder.layers.{layer}.self_attn.qkv_proj";
        float[] biases = [.. parts.SelectMany(p => p.Float32("bias", shape.Width).ToFloats())];
        WeightMatrix[] matrices = [.. parts.Select(p => WeightMatrix.Of(p.Float32("weight", shape.Width, shape.Width)))];
        return new(
            new(WeightMatrix.Stack(stacked + ".weight", matrices), graph.Weight(stacked + ".bias", biases, biases.Length), precision),
            Linear(attention.Scope("out_proj")), Norm(block.Scope("self_attn_layer_norm")),
            Linear(block.Scope("fc1"), shape.Encoder.InnerWidth, shape.Width), Linear(block.Scope("fc2"), shape.Width, shape.Encoder.InnerWidth),
            Norm(block.Scope("final_layer_norm")));
    }

    public DecoderBlock DecoderBlock(int layer)
    {
        var block = reader.Scope($"bart.model.decoder.layers.{layer}");
        WeightReader own = block.Scope("self_attn"), cross = block.Scope("encoder_attn");
        return new(
            Linear(own.Scope("q_proj")), Linear(own.Scope("k_proj")), Linear(own.Scope("v_proj")), Linear(own.Scope("out_proj")),
            Norm(block.Scope("self_attn_layer_norm")),
            Linear(cross.Scope("q_proj")), Linear(cross.Scope("out_proj")), Norm(block.Scope("encoder_attn_layer_norm")),
            Linear(block.Scope("fc1"), shape.Decoder.InnerWidth, shape.Width), Linear(block.Scope("fc2"), shape.Width, shape.Decoder.InnerWidth),
            Norm(block.Scope("final_layer_norm")));
    }

    /// <summary>The projections of the encoder's output that a layer of the decoder attends to.</summary>
    public (LinearLayer Key, LinearLayer Value) CrossAttention(int layer)
    {
        var cross = reader.Scope($"bart.model.decoder.layers.{layer}.encoder_attn");
        return (Linear(cross.Scope("k_proj")), Linear(cross.Scope("v_proj")));
    }

    private LinearLayer Linear(WeightReader layer) => Linear(layer, shape.Width, shape.Width);

    private LinearLayer Linear(WeightReader layer, int outputs, int inputs) =>
        new(WeightMatrix.Of(layer.Float32("weight", outputs, inputs)), graph.Weight(layer.Float32("bias", outputs)), precision);

    private NormLayer Norm(WeightReader layer) =>
        new(graph.Weight(layer.Float32("weight", shape.Width)), graph.Weight(layer.Float32("bias", shape.Width)));
}
