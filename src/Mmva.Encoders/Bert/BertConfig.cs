using Mmva.Encoders.Graphs;
using Mmva.Encoders.WeightFiles;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Bert;

/// <summary>The sizes and choices of a BERT model.</summary>
internal sealed record BertConfig(int Vocabulary, int Width, int Layers, int InnerWidth, int Positions, int TokenTypes, TransformerShape Block)
{
    /// <summary>Reads them from Hugging Face's <c>config.json</c>.</summary>
    /// <exception cref="WeightFileException">The file cannot be read, or describes what is not implemented here.</exception>
    public static BertConfig Read(string path)
    {
        var file = ModelConfig.Open(path);
        file.Require(file.Text("model_type", "bert") == "bert", "model_type", "only 'bert' is implemented");
        file.Require(file.Text("position_embedding_type", "absolute") == "absolute", "position_embedding_type", "only 'absolute' is implemented");
        foreach (var refused in new[] { "is_decoder", "add_cross_attention" })
            file.Require(!file.Boolean(refused, false), refused, "only encoders are implemented");

        Activation? activation = file.Text("hidden_act") switch { "gelu" => Activation.Gelu, "quick_gelu" => Activation.QuickGelu, "relu" => Activation.Relu, _ => null };
        file.Require(activation is not null, "hidden_act", "gelu, quick_gelu and relu are implemented");
        var epsilon = file.Float("layer_norm_eps");
        file.Require(epsilon is >= 0 and < 1, "layer_norm_eps", "it must be from 0 to 1");
        int width = file.Integer("hidden_size"), heads = file.Integer("num_attention_heads");
        file.Require(width % heads == 0, "num_attention_heads", $"it must divide hidden_size, {width}");

        return new(
            file.Integer("vocab_size"), width, file.Integer("num_hidden_layers", max: 1000), file.Integer("intermediate_size"),
            file.Integer("max_position_embeddings"), file.Integer("type_vocab_size"), new(heads, activation!.Value, epsilon));
    }
}
