using System.Text;
using Microsoft.ML.Tokenizers;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The byte-level BPE tokenizer of RoBERTa: the ids that Hugging Face's <c>RobertaTokenizer</c> gives, without a space before the first word.</summary>
/// <remarks>Any string is accepted: half of a surrogate pair counts as U+FFFD. Safe to use from several threads.</remarks>
public sealed class RobertaTokenizer
{
    /// <summary>Tokens that RoBERTa takes, the two special ones included.</summary>
    public const int DefaultMaxLength = 512;

    private const string MaskToken = "<mask>";

    private readonly BpeTokenizer _words;
    private readonly SpecialTokens _specials;

    private RobertaTokenizer(BpeTokenizer words, Dictionary<string, int> specials, int maxId) => (_words, _specials, MaxId) = (words, new(specials, "<s>", "</s>"), maxId);

    /// <summary>The largest id.</summary>
    internal int MaxId { get; }

    /// <summary>Reads <c>vocab.json</c> and <c>merges.txt</c>.</summary>
    /// <param name="folder">Where both lie, as Hugging Face publishes them.</param>
    /// <exception cref="WeightFileException">A file is missing, or is not what its name says.</exception>
    public static RobertaTokenizer FromFolder(string folder)
    {
        var vocabularyPath = Path.Combine(folder, "vocab.json");
        var vocabulary = BpeFiles.ReadVocabulary(vocabularyPath);
        var specials = new Dictionary<string, int>();
        foreach (var token in new[] { "<s>", "</s>", "<pad>", "<unk>", MaskToken })
            specials[token] = vocabulary.TryGetValue(token, out var id) ? id : throw new WeightFileException(vocabularyPath, $"no token {token}: not a RoBERTa vocabulary.");
        var merges = BpeFiles.ReadMerges(Path.Combine(folder, "merges.txt"), vocabulary);
        return new(BpeTokenizer.Create(new BpeOptions(vocabulary) { Merges = merges, ByteLevel = true, PreTokenizer = new ByteLevelWords(), UnknownToken = "<unk>" }), specials, vocabulary.Values.Max());
    }

    /// <summary>Turns a text into &lt;s&gt;, its tokens, &lt;/s&gt;.</summary>
    /// <param name="text">Any text. Special tokens written in it, such as <c>&lt;mask&gt;</c>, become those tokens; <c>&lt;mask&gt;</c> takes the white space before it along.</param>
    /// <param name="maxLength">Tokens that the model takes, the two special ones included; at least 2. The end of a longer text is left out, and the result says so.</param>
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
