using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The sizes of a BART with an audio encoder in front, and the rules by which it generates: those of its <c>config.json</c>.</summary>
/// <param name="Width">Of the hidden states, and of the convolutions.</param>
/// <param name="Vocabulary">Tokens.</param>
/// <param name="Positions">The longest input of the encoder and of the decoder.</param>
/// <param name="Encoder">The layers of the encoder.</param>
/// <param name="Decoder">The layers of the decoder.</param>
/// <param name="Rules">How captions are generated.</param>
internal sealed record BartShape(int Width, int Vocabulary, int Positions, BartStack Encoder, BartStack Decoder, GenerationRules Rules)
{
    /// <summary>Of all layer normalizations.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary>The rows that both tables of positions have before that of position 0.</summary>
    public const int PositionOffset = 2;

    /// <summary>facebook/bart-base, on which LP-MusicCaps is built.</summary>
    public static BartShape Base { get; } = new(768, 50_265, 1024, new(6, 12, 3072), new(6, 12, 3072), GenerationRules.BartBase);

    /// <summary>What the blocks of the encoder share.</summary>
    public TransformerShape EncoderBlock => new(Encoder.Heads, Activation.Gelu, Epsilon);

    /// <summary>Reads <c>config.json</c>; without that file the model is bart-base.</summary>
    /// <exception cref="WeightFileException">The file cannot be read, or describes a model that is not implemented.</exception>
    public static BartShape Read(string path)
    {
        if (!File.Exists(path)) return Base;
        var file = ModelConfig.Open(path);
        file.Require(file.Text("model_type", "bart") == "bart", "model_type", "only 'bart' is implemented");
        file.Require(file.Text("activation_function", "gelu") == "gelu", "activation_function", "only 'gelu' is implemented");
        file.Require(file.Boolean("normalize_embedding", true), "normalize_embedding", "only true is implemented");
        foreach (var refused in new[] { "scale_embedding", "normalize_before", "add_final_layer_norm", "add_bias_logits" })
            file.Require(!file.Boolean(refused, false), refused, "only false is implemented");
        int width = file.Integer("d_model", max: 1 << 16), vocabulary = file.Integer("vocab_size", min: 4, max: 1 << 19);
        var shape = new BartShape(
            width, vocabulary, file.Integer("max_position_embeddings", min: AudioFrontEnd.Positions, max: 1 << 16),
            Stack("encoder"), Stack("decoder"), GenerationRules.Read(file, vocabulary));
        file.Require(width > 2 && width % 2 == 0, "d_model", "an even number above 2 is required");
        return shape;

        BartStack Stack(string side)
        {
            var heads = file.Integer($"{side}_attention_heads", max: 1 << 12);
            file.Require(width % heads == 0, $"{side}_attention_heads", $"it must divide d_model, {width}");
            return new(file.Integer($"{side}_layers", max: 1000), heads, file.Integer($"{side}_ffn_dim"));
        }
    }
}

/// <summary>The layers of BART's encoder or decoder.</summary>
/// <param name="Layers">Transformer blocks.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="InnerWidth">Of the feed-forward layers.</param>
internal sealed record BartStack(int Layers, int Heads, int InnerWidth);
