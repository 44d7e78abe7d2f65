using Microsoft.ML.Tokenizers;
using Mmva.Encoders.Text;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Bert;

/// <summary>The uncased WordPiece tokenizer of BERT and its descendants (MiniLM): the ids that Hugging Face's <c>BertTokenizerFast</c> gives.</summary>
/// <remarks>Any string is accepted: unpaired surrogates are left out. Time and memory grow linearly with the text. Safe to use from several threads.</remarks>
public sealed class BertTokenizer
{
    private const long MaxVocabularyBytes = 64 << 20;
    private static readonly string[] SpecialTokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly WordPieceTokenizer _words;
    private readonly Dictionary<string, int> _specials;
    private readonly int _start, _end;

    private BertTokenizer(WordPieceTokenizer words, Dictionary<string, int> specials) =>
        (_words, _specials, _start, _end) = (words, specials, specials["[CLS]"], specials["[SEP]"]);

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
            var specials = ReadSpecials(path, file);
            file.Position = 0;
            return new(WordPieceTokenizer.Create(file, new WordPieceOptions { Normalizer = new BertNormalizer(), PreTokenizer = new SpacePreTokenizer() }), specials);
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
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);
        List<int> ids = [_start];
        for (var at = 0; at < text.Length;)
        {
            var (next, token) = FindSpecial(text, at);
            if (next > at) ids.AddRange(_words.EncodeToIds(text[at..next]));
            if (token is not null) ids.Add(_specials[token]);
            at = next + (token?.Length ?? 0);
        }
        var total = ids.Count + 1;
        if (total > maxLength) ids.RemoveRange(maxLength - 1, ids.Count - (maxLength - 1));
        ids.Add(_end);
        return new([.. ids], total);
    }

    private (int At, string? Token) FindSpecial(string text, int from)
    {
        for (var at = text.IndexOf('[', from); at >= 0; at = text.IndexOf('[', at + 1))
            foreach (var token in _specials.Keys)
                if (text.AsSpan(at).StartsWith(token, StringComparison.Ordinal)) return (at, token);
        return (text.Length, null);
    }

    private static Dictionary<string, int> ReadSpecials(string path, Stream file)
    {
        var specials = new Dictionary<string, int>();
        using var lines = new StreamReader(file, leaveOpen: true);
        for (var id = 0; lines.ReadLine() is { } line; id++)
            if (Array.IndexOf(SpecialTokens, line) >= 0) specials.TryAdd(line, id);
        foreach (var token in new[] { "[CLS]", "[SEP]", "[UNK]" })
            if (!specials.ContainsKey(token)) throw new WeightFileException(path, $"no line {token}: not a BERT vocabulary.");
        return specials;
    }
}
