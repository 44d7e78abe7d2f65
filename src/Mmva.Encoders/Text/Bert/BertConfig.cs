using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The sizes and choices of a BERT model, or of a RoBERTa: the same except for the positions.</summary>
internal sealed record BertConfig(int Vocabulary, int Width, int Layers, int InnerWidth, int Positions, int TokenTypes, TransformerShape Block)
{
    /// <summary>
    /// RoBERTa's token for padding: positions count the other tokens from the index after it, and padding has its index as its position.
    /// Null in BERT: positions count from 0.
    /// </summary>
    public int? PaddingId { get; init; }

    /// <summary>Tokens that a text can have.</summary>
    public int MaxTokens => Positions - (PaddingId + 1 ?? 0);

    /// <summary>Reads Hugging Face's <c>config.json</c>.</summary>
    /// <exception cref="WeightFileException">The file cannot be read, or describes a model that is not implemented.</exception>
    public static BertConfig Read(string path, string modelType = "bert")
    {
        var file = ModelConfig.Open(path);
        file.Require(file.Text("model_type", modelType) == modelType, "model_type", $"'{modelType}' is required");
        file.Require(file.Text("position_embedding_type", "absolute") == "absolute", "position_embedding_type", "only 'absolute' is implemented");
        foreach (var refused in new[] { "is_decoder", "add_cross_attention" })
            file.Require(!file.Boolean(refused, false), refused, "only encoders are implemented");

        var config = new BertConfig(
            file.Integer("vocab_size"), file.Integer("hidden_size"), file.Integer("num_hidden_layers", max: 1000), file.Integer("intermediate_size"),
            file.Integer("max_position_embeddings"), file.Integer("type_vocab_size"), file.ReadTransformer())
        {
            PaddingId = modelType == "roberta" ? file.Integer("pad_token_id", min: 0, fallback: 1) : null,
        };
        file.Require(config.MaxTokens > 0, "max_position_embeddings", $"it must be above pad_token_id + 1, {config.PaddingId + 1}");
        return config;
    }
}
