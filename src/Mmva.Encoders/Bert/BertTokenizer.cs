using Microsoft.ML.Tokenizers;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The uncased WordPiece tokenizer of BERT and its descendants (MiniLM): the ids that Hugging Face's <c>BertTokenizerFast</c> gives.</summary>
/// <remarks>Any string is accepted: unpaired surrogates are left out. Time and memory grow linearly with the text. Safe to use from several threads.</remarks>
public sealed class BertTokenizer
{
    private const long MaxVocabularyBytes = 64 << 20;
    private static readonly string[] SpecialNames = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly WordPieceTokenizer _words;
    private readonly SpecialTokens _specials;

    private BertTokenizer(WordPieceTokenizer words, Dictionary<string, int> specials, int maxId)
    {
        (_words, _specials, MaxId) = (words, new(specials, "[CLS]", "[SEP]"), maxId);
        Knowledge = new(word => _words.EncodeToIds(word), specials["[UNK]"]);
    }

    /// <summary>Which texts are strange to the vocabulary.</summary>
    internal WordKnowledge Knowledge { get; }

    /// <summary>The largest id.</summary>
    internal int MaxId { get; }

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path">A <c>vocab.txt</c>: one token a line, its id the number of the line from 0.</param>
    /// <exception cref="WeightFileException">The file is missing, or is not a vocabulary with [CLS], [SEP] and [UNK].</exception>
    /// <exception cref="MmvaException">This process runs without Unicode data (invariant globalization), so accents could not be taken off.</exception>
    public static BertTokenizer FromVocabulary(string path)
    {
        if (!BertNormalizer.CanDecompose)
            throw new MmvaException("Text cannot be tokenized: .NET runs in invariant globalization mode, where accents stay on letters. Install ICU (libicu) and set InvariantGlobalization, or DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, to false.");
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MaxVocabularyBytes) throw new WeightFileException(path, $"{file.Length} bytes are too many for a vocabulary (limit {MaxVocabularyBytes}).");
            var (specials, maxId) = ReadSpecials(path, file);
            file.Position = 0;
            return new(WordPieceTokenizer.Create(file, new WordPieceOptions { Normalizer = new BertNormalizer(), PreTokenizer = new SpacePreTokenizer() }), specials, maxId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new WeightFileException(path, $"cannot be read as a vocabulary: {e.Message}", e);
        }
    }

    /// <summary>Turns a text into [CLS], its tokens, [SEP].</summary>
    /// <param name="text">Any text. Special tokens written in it, such as <c>[MASK]</c>, become those tokens.</param>
    /// <param name="maxLength">Tokens that the model takes, the two special ones included; at least 2. The end of a longer text is left out, and the result says so.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 2.</exception>
    public TokenizedText Tokenize(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _specials.Tokenize(text, maxLength, (part, _) => _words.EncodeToIds(part));
    }

    private static (Dictionary<string, int> Specials, int MaxId) ReadSpecials(string path, Stream file)
    {
        var specials = new Dictionary<string, int>();
        using var lines = new StreamReader(file, leaveOpen: true);
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
