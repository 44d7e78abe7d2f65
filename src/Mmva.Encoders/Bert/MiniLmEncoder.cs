using Mmva.Encoders.Text;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Bert;

/// <summary>
/// Captions through all-MiniLM-L6-v2, a small BERT for sentences: features are the token means of its 7 hidden states, [7, 384].
/// </summary>
/// <remarks>
/// Safe to use from several threads. A caption's features do not depend on the others of its batch. The mean of the last layer, divided by its length, is the model's sentence embedding.
/// Upstream: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2.
/// </remarks>
public sealed class MiniLmEncoder : IModalityEncoder<string>, IDisposable
{
    private const string Name = "all-minilm-l6-v2";

    private readonly BertTokenizer _tokenizer;
    private readonly BertTower _tower;
    private readonly int _maxTokens;

    private MiniLmEncoder(BertTokenizer tokenizer, BertTower tower, int maxTokens)
    {
        (_tokenizer, _tower, _maxTokens) = (tokenizer, tower, maxTokens);
        Metadata = new(Name, tower.Config.Layers + 1, tower.Config.Width, "Apache-2.0", "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2", $"{tower.Fingerprint}-{maxTokens}")
        {
            WeightsFingerprint = $"{tower.WeightsFingerprint}-{maxTokens}",
        };
    }

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">Holds <c>config.json</c>, <c>vocab.txt</c> and <c>model.safetensors</c>, float32 or 8-bit rows.</param>
    /// <param name="options">Precision, length and session; null for the defaults.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or holds another model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="MiniLmOptions.MaxTokens"/> is not from 2 to the positions of the model.</exception>
    /// <exception cref="MmvaException">ONNX Runtime's native library is missing.</exception>
    public static MiniLmEncoder Load(string folder, MiniLmOptions? options = null)
    {
        options ??= new();
        var tokenizer = BertTokenizer.FromVocabulary(Path.Combine(folder, "vocab.txt"));
        var tower = new BertTower(folder, options.Precision, options.Session);
        if (options.MaxTokens >= 2 && options.MaxTokens <= tower.Config.Positions) return new(tokenizer, tower, options.MaxTokens);
        tower.Dispose();
        throw new ArgumentOutOfRangeException(nameof(options), options.MaxTokens, $"MaxTokens must be from 2 to {tower.Config.Positions}, the positions of the model.");
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata { get; }

    /// <inheritdoc/>
    /// <remarks>An empty caption is one of special tokens only. The work runs on the thread pool.</remarks>
    public ValueTask<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new(Task.Run(() => Encode(inputs, cancellationToken), cancellationToken));
    }

    /// <summary>Writes the tower as a self-contained .onnx file for any ONNX program (operator set 17, no operators of ONNX Runtime alone): <c>input_ids</c> and <c>attention_mask</c> in, <c>layer_means</c> [batch, 7, 384] out.</summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public void SaveOnnx(string path) => _tower.SaveOnnx(path);

    /// <summary>Frees the session. No call may be under way.</summary>
    public void Dispose() => _tower.Dispose();

    private FeatureBatch Encode(IReadOnlyList<string> captions, CancellationToken cancellationToken)
    {
        var (texts, notices) = Captions.Tokenize(captions, caption => _tokenizer.Tokenize(caption, _maxTokens), cancellationToken);
        return new(captions.Count, Metadata.Layers, Metadata.Width, _tower.Features(texts, cancellationToken), notices);
    }
}
