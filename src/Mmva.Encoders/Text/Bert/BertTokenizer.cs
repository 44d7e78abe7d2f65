using Microsoft.ML.Tokenizers;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// The uncased WordPiece tokenizer of BERT and its descendants (MiniLM): its ids are those of Hugging Face's <c>BertTokenizerFast</c>.
/// </summary>
/// <remarks>
/// Any string is accepted: unpaired surrogates are ignored. Time and memory grow linearly with the text. Safe to use from several threads.
/// </remarks>
public sealed class BertTokenizer
{
    private const long MaxVocabularyBytes = 64 << 20;
    private static readonly string[] SpecialNames = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly WordPieceTokenizer _words;
    private readonly SpecialTokens _specials;

    private BertTokenizer(WordPieceTokenizer words, Dictionary<string, int> specials, int maxId)
    {
        _words = words;
        _specials = new(specials, "[CLS]", "[SEP]");
        MaxId = maxId;
        Coverage = new(word => _words.EncodeToIds(word) is var ids && ids.Count == 1 && ids[0] == specials["[UNK]"] ? 0 : ids.Count);
    }

    /// <summary>How well the vocabulary covers a text.</summary>
    internal VocabularyCoverage Coverage { get; }

    /// <summary>The largest id.</summary>
    internal int MaxId { get; }

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path">A <c>vocab.txt</c> of at most 64 MB: one token per line, whose id is the index of the line.</param>
    /// <exception cref="WeightFileException">The file is missing, or is not a vocabulary with [CLS], [SEP] and [UNK].</exception>
    public static BertTokenizer FromVocabulary(string path)
    {
        var content = ModelFile.ReadAllBytes(path, MaxVocabularyBytes);
        var (specials, maxId) = ReadSpecials(path, content);
        var options = new WordPieceOptions { Normalizer = new BertNormalizer(), PreTokenizer = new SpacePreTokenizer() };
        try
        {
            return new(WordPieceTokenizer.Create(new MemoryStream(content), options), specials, maxId);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new WeightFileException(path, $"is not a vocabulary: {e.Message}", e);
        }
    }

    /// <summary>Converts a text to [CLS], its tokens, [SEP].</summary>
    /// <param name="text">Any text. Special tokens written in it, such as <c>[MASK]</c>, become those tokens.</param>
    /// <param name="maxLength">The number of tokens to which the text is truncated, its two special tokens included; at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 2.</exception>
    public TokenizedText Tokenize(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _specials.Tokenize(text, maxLength, (part, _) => _words.EncodeToIds(part));
    }

    private static (Dictionary<string, int> Specials, int MaxId) ReadSpecials(string path, byte[] content)
    {
        var specials = new Dictionary<string, int>();
        using var lines = new StreamReader(new MemoryStream(content));
        var maxId = 0;
        for (var id = 0; lines.ReadLine() is { } line; id++)
        {
            if (line.Length > 0) maxId = id;
            if (Array.IndexOf(SpecialNames, line) >= 0) specials.TryAdd(line, id);
        }
        foreach (var token in new[] { "[CLS]", "[SEP]", "[UNK]" })
            if (!specials.ContainsKey(token)) throw new WeightFileException(path, $"no line {token}: not a BERT vocabulary.");
        return (specials, maxId);
    }
}
