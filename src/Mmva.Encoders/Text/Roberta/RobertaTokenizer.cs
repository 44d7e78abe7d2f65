using System.Text;
using Microsoft.ML.Tokenizers;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// The byte-level BPE tokenizer of RoBERTa: its ids are those of Hugging Face's <c>RobertaTokenizer</c>, without a space before the first word.
/// </summary>
/// <remarks>Any string is accepted: an unpaired surrogate counts as U+FFFD. Safe to use from several threads.</remarks>
public sealed class RobertaTokenizer
{
    /// <summary>The number of tokens that RoBERTa accepts, its two special tokens included.</summary>
    public const int DefaultMaxLength = 512;

    private const string MaskToken = "<mask>";

    private readonly BpeTokenizer _words;
    private readonly SpecialTokens _specials;

    private RobertaTokenizer(BpeTokenizer words, Dictionary<string, int> specials, int maxId)
    {
        _words = words;
        _specials = new(specials, "<s>", "</s>");
        MaxId = maxId;
    }

    /// <summary>The largest id.</summary>
    internal int MaxId { get; }

    /// <summary>Reads <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    /// <param name="folder">Contains both, as Hugging Face publishes them.</param>
    /// <exception cref="WeightFileException">A file is missing, or is not a vocabulary or list of merges.</exception>
    public static RobertaTokenizer FromFolder(string folder)
    {
        var vocabularyPath = Path.Combine(folder, "vocab.json");
        var vocabulary = BpeFiles.ReadVocabulary(vocabularyPath);
        var specials = new Dictionary<string, int>();
        foreach (var token in new[] { "<s>", "</s>", "<pad>", "<unk>", MaskToken })
            specials[token] = vocabulary.TryGetValue(token, out var id)
                ? id
                : throw new WeightFileException(vocabularyPath, $"no token {token}: not a RoBERTa vocabulary.");
        var merges = BpeFiles.ReadMerges(Path.Combine(folder, "merges.txt"), vocabulary);
        var options = new BpeOptions(vocabulary) { Merges = merges, ByteLevel = true, PreTokenizer = new ByteLevelWords(), UnknownToken = "<unk>" };
        return new(BpeTokenizer.Create(options), specials, vocabulary.Values.Max());
    }

    /// <summary>Converts a text to &lt;s&gt;, its tokens, &lt;/s&gt;.</summary>
    /// <param name="text">
    /// Any text. Special tokens written in it, such as <c>&lt;mask&gt;</c>, become those tokens; <c>&lt;mask&gt;</c> absorbs the white space before
    /// it.
    /// </param>
    /// <param name="maxLength">The number of tokens to which the text is truncated, its two special tokens included; at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 2.</exception>
    public TokenizedText Tokenize(string text, int maxLength = DefaultMaxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _specials.Tokenize(WellFormed(text), maxLength, (part, next) => _words.EncodeToIds(next == MaskToken ? part.TrimEnd() : part));
    }

    private static string WellFormed(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return text;
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) result.Append(rune);
        return result.ToString();
    }
}
