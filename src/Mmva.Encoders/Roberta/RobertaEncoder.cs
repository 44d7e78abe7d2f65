using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// Captions through RoBERTa-base: features are the token <c>&lt;s&gt;</c> of the embeddings and of all 12 layers, [13, 768].
/// </summary>
/// <remarks>
/// Safe to use from several threads. A caption's features do not depend on the others of its batch.
/// Upstream: https://huggingface.co/FacebookAI/roberta-base (Liu et al., arXiv 1907.11692).
/// </remarks>
public sealed class RobertaEncoder : IModalityEncoder<string>, IDisposable
{
    private readonly BertCaptions _captions;

    private RobertaEncoder(BertCaptions captions) => _captions = captions;

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">
    /// Holds <c>config.json</c>, <c>vocab.json</c>, <c>merges.txt</c> and the weights, as Hugging Face publishes them: <c>model.safetensors</c> or <c>pytorch_model.bin</c>,
    /// with or without the prefix <c>roberta.</c>; the language-model head and the pooler are not used.
    /// </param>
    /// <param name="options">Precision, length and session; null for the defaults.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or holds another model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="RobertaOptions.MaxTokens"/> is not from 2 to what the model takes.</exception>
    /// <exception cref="MmvaException">ONNX Runtime's native library is missing.</exception>
    public static RobertaEncoder Load(string folder, RobertaOptions? options = null)
    {
        options ??= new();
        var tokenizer = RobertaTokenizer.FromFolder(folder);
        var tower = new BertTower(folder, options.Precision, options.Session, TextPooling.ClassToken, "roberta");
        return new(new BertCaptions(
            tower, tokenizer.Tokenize, (Path.Combine(folder, "vocab.json"), tokenizer.MaxId), options.MaxTokens ?? tower.Config.MaxTokens, "roberta-base", options.License, options.Source));
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata => _captions.Metadata;

    /// <inheritdoc/>
    /// <remarks>An empty caption is one of special tokens only. The work runs on the thread pool.</remarks>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default) => _captions.EncodeAsync(inputs, cancellationToken);

    /// <summary>Writes the tower as a self-contained .onnx file for any ONNX program (operator set 17 alone): <c>input_ids</c> and <c>attention_mask</c> in, <c>class_tokens</c> [batch, 13, 768] out.</summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public void SaveOnnx(string path) => _captions.SaveOnnx(path);

    /// <summary>Frees the session. No call may be under way.</summary>
    public void Dispose() => _captions.Dispose();
}
