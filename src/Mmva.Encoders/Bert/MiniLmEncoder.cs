using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// Captions through all-MiniLM-L6-v2, a small BERT for sentences: features are the token means of its 7 hidden states, [7, 384].
/// </summary>
/// <remarks>
/// Safe to use from several threads. A caption's features do not depend on the others of its batch. The mean of the last layer, divided by its length, is the model's sentence embedding.
/// Upstream: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2.
/// </remarks>
public sealed class MiniLmEncoder : IModalityEncoder<string>, IDisposable
{
    private readonly BertCaptions _captions;

    private MiniLmEncoder(BertCaptions captions) => _captions = captions;

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">Holds <c>config.json</c>, <c>vocab.txt</c> and <c>model.safetensors</c>, float32 or 8-bit rows.</param>
    /// <param name="options">Precision, length and session; null for the defaults.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or holds another model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="MiniLmOptions.MaxTokens"/> is not from 2 to the positions of the model.</exception>
    /// <exception cref="MmvaException">ONNX Runtime's native library is missing.</exception>
    public static MiniLmEncoder Load(string folder, MiniLmOptions? options = null)
    {
        options ??= new();
        var vocabulary = Path.Combine(folder, "vocab.txt");
        var tokenizer = BertTokenizer.FromVocabulary(vocabulary);
        var tower = new BertTower(folder, options.Precision, options.Session);
        return new(new BertCaptions(
            tower, tokenizer.Tokenize, (vocabulary, tokenizer.MaxId), options.MaxTokens, "all-minilm-l6-v2", "Apache-2.0", "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2", tokenizer.Knowledge.NoticeOf));
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata => _captions.Metadata;

    /// <inheritdoc/>
    /// <remarks>An empty caption is one of special tokens only. A notice names captions without words, and those of which most words are not in the vocabulary: other languages, nonsense. The work runs on the thread pool.</remarks>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default) => _captions.EncodeAsync(inputs, cancellationToken);

    /// <summary>Writes the tower as a self-contained .onnx file for any ONNX program (operator set 17 alone): <c>input_ids</c> and <c>attention_mask</c> in, <c>layer_means</c> [batch, 7, 384] out.</summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public void SaveOnnx(string path) => _captions.SaveOnnx(path);

    /// <summary>Frees the session. No call may be under way.</summary>
    public void Dispose() => _captions.Dispose();
}
