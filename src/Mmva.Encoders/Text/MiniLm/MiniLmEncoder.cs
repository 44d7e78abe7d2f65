using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// Encodes captions with all-MiniLM-L6-v2, a small BERT for sentences: features are the token means of its 7 hidden states, [7, 384].
/// </summary>
/// <remarks>
/// Safe to use from several threads; dispose it when no encoding is in progress. The features of a caption do not depend on the rest of its batch.
/// The mean of the last layer, divided by its length, is the model's sentence embedding.
/// Notices identify captions that were truncated, that contain no words, that are in another language than English, and of which most words are not
/// in the vocabulary.
/// <see cref="PretrainedEncoder{TInput}.SaveOnnx"/> writes a graph from <c>input_ids</c> and <c>attention_mask</c> to <c>layer_means</c> [batch, 7,
/// 384].
/// Upstream: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2.
/// </remarks>
public sealed class MiniLmEncoder : BertEncoder
{
    private MiniLmEncoder(BertTower tower, CaptionTokenizer tokenizer, MiniLmOptions options)
        : base("all-minilm-l6-v2", tower, tokenizer, options.MaxTokens, options)
    {
    }

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">Contains <c>config.json</c>, <c>vocab.txt</c> and <c>model.safetensors</c>, float32 or 8-bit rows.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or contains another model.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// An option is out of its range, or above the limit of the model.
    /// </exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime's native library is missing.</exception>
    public static MiniLmEncoder Load(string folder, MiniLmOptions? options = null)
    {
        options = (options ?? new()).Validated(new MiniLmOptionsValidator());
        var vocabulary = Path.Combine(folder, "vocab.txt");
        var tokenizer = BertTokenizer.FromVocabulary(vocabulary);
        return new(
            new BertTower(folder, options.Precision, options.Session),
            new CaptionTokenizer(
                vocabulary, tokenizer.MaxId, tokenizer.Tokenize, new CaptionNotices(tokenizer.Coverage, options.ExpectsEnglish).NoticeOf),
            options);
    }
}
