using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Captions through a tokenizer and a BERT or RoBERTa: all that <see cref="MiniLmEncoder"/> and RoBERTa's encoder do. Safe to use from several threads.</summary>
internal sealed class BertCaptions : IDisposable
{
    private readonly BertTower _tower;
    private readonly Func<string, int, TokenizedText> _tokenize;
    private readonly Func<string, string?>? _notice;
    private readonly int _maxTokens;

    /// <param name="tower">The tower; it is disposed of with this, and where something is refused.</param>
    /// <param name="tokenize">From a text and the tokens that it may have to its ids.</param>
    /// <param name="vocabulary">The tokenizer's file, and its largest id.</param>
    /// <param name="maxTokens">Tokens of a caption that are read.</param>
    /// <param name="name">Of the encoder.</param>
    /// <param name="license">Of the weights.</param>
    /// <param name="source">Of the weights.</param>
    /// <param name="notice">Says what is to be known of a caption, if anything.</param>
    /// <exception cref="ArgumentOutOfRangeException">The model does not take so many tokens.</exception>
    /// <exception cref="WeightFileException">The tokenizer has tokens that the model does not know.</exception>
    public BertCaptions(BertTower tower, Func<string, int, TokenizedText> tokenize, (string Path, int MaxId) vocabulary, int maxTokens, string name, string license, string source, Func<string, string?>? notice = null)
    {
        (_tower, _tokenize, _notice, _maxTokens) = (tower, tokenize, notice, maxTokens);
        var (known, most) = (tower.Config.Vocabulary, tower.Config.MaxTokens);
        if (vocabulary.MaxId >= known || maxTokens < 2 || maxTokens > most)
        {
            tower.Dispose();
            if (vocabulary.MaxId >= known) throw new WeightFileException(vocabulary.Path, $"has ids up to {vocabulary.MaxId}; the model knows {known} tokens. Are the files of the same model?");
            throw new ArgumentOutOfRangeException("options", maxTokens, $"MaxTokens must be from 2 to {most}, what the model takes.");
        }
        Metadata = new(name, tower.Config.Layers + 1, tower.Config.Width, license, source, $"{tower.Fingerprint}-{maxTokens}") { WeightsFingerprint = $"{tower.WeightsFingerprint}-{maxTokens}" };
    }

    public EncoderMetadata Metadata { get; }

    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken) => EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    public void SaveOnnx(string path) => _tower.SaveOnnx(path);

    public void Dispose() => _tower.Dispose();

    private FeatureBatch Encode(IReadOnlyList<string> captions, CancellationToken cancellationToken)
    {
        var (texts, notices) = Captions.Tokenize(captions, caption => _tokenize(caption, _maxTokens), _notice, cancellationToken);
        return new(captions.Count, Metadata.Layers, Metadata.Width, _tower.Features(texts, cancellationToken), notices);
    }
}
