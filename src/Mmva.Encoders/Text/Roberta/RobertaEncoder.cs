using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Encodes captions with RoBERTa-base: features are the token <c>&lt;s&gt;</c> of the embeddings and of all 12 layers, [13, 768].</summary>
/// <remarks>
/// Safe to use from several threads; dispose it when no encoding is in progress. The features of a caption do not depend on the rest of its batch.
/// Notices identify captions that were truncated, that contain no words, that are in another language than English, and of which most words are not
/// in the vocabulary.
/// <see cref="PretrainedEncoder{TInput}.SaveOnnx"/> writes a graph from <c>input_ids</c> and <c>attention_mask</c> to <c>class_tokens</c> [batch, 13,
/// 768].
/// Upstream: https://huggingface.co/FacebookAI/roberta-base (Liu et al., arXiv 1907.11692).
/// </remarks>
public sealed class RobertaEncoder : BertEncoder
{
    private RobertaEncoder(BertTower tower, CaptionTokenizer tokenizer, RobertaOptions options)
        : base("roberta-base", tower, tokenizer, options.MaxTokens ?? tower.Config.MaxTokens, options)
    {
    }

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">
    /// Contains <c>config.json</c>, <c>vocab.json</c>, <c>merges.txt</c> and the weights, as Hugging Face publishes them:
    /// <c>model.safetensors</c> or <c>pytorch_model.bin</c>, with or without the prefix <c>roberta.</c>; the language-model head and the pooler are
    /// not used.
    /// </param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or contains another model.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// An option is out of its range, or above the limit of the model.
    /// </exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime's native library is missing.</exception>
    public static RobertaEncoder Load(string folder, RobertaOptions? options = null)
    {
        options = (options ?? new()).Validated(new RobertaOptionsValidator());
        var tokenizer = RobertaTokenizer.FromFolder(folder);
        return new(
            new BertTower(folder, options.Precision, options.Session, TextPooling.ClassToken, "roberta"),
            new CaptionTokenizer(
                Path.Combine(folder, "vocab.json"), tokenizer.MaxId, tokenizer.Tokenize,
                new CaptionNotices(tokenizer.Coverage, options.ExpectsEnglish).NoticeOf),
            options);
    }
}
