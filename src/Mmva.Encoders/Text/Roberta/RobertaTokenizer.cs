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

    private readonly Dictionary<int, string> _tokens;
    private readonly HashSet<int> _specialIds;
    private readonly BpeTokenizer _words;
    private readonly SpecialTokens _specials;

    private RobertaTokenizer(BpeTokenizer words, Dictionary<string, int> specials, Dictionary<string, int> vocabulary)
    {
        _words = words;
        _specials = new(specials, "<s>", "</s>");
        _specialIds = [.. specials.Values];
        _tokens = vocabulary.ToDictionary(token => token.Value, token => token.Key);
        MaxId = vocabulary.Values.Max();
        // as within a sentence; a capital may only be that of its beginning
        Coverage = new(word => Math.Min(CountTokens(word), char.IsUpper(word[0]) ? CountTokens(word.ToLowerInvariant()) : int.MaxValue));

        int CountTokens(string word) => words.CountTokens(" " + word);
    }

    /// <summary>How well the vocabulary covers a text.</summary>
    internal VocabularyCoverage Coverage { get; }

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
        return new(BpeTokenizer.Create(options), specials, vocabulary);
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

    /// <summary>Converts ids to their text; special tokens such as &lt;s&gt; are omitted.</summary>
    /// <param name="ids">The ids.</param>
    /// <returns>The text; bytes that are not UTF-8 become U+FFFD.</returns>
    /// <exception cref="ArgumentException">An id is not in the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var bytes = new List<byte>(4 * ids.Length);
        foreach (var id in ids)
        {
            if (!_tokens.TryGetValue(id, out var token)) throw new ArgumentException($"The id {id} is not in the vocabulary.", nameof(ids));
            if (!_specialIds.Contains(id)) ByteLevelLetters.AddBytes(token, bytes);
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Checks that the vocabulary is that of a model.</summary>
    /// <param name="size">The tokens of the model.</param>
    /// <param name="path">The vocabulary.</param>
    /// <exception cref="WeightFileException">There are more or fewer tokens.</exception>
    internal void RequireSize(int size, string path)
    {
        if (_tokens.Count != size || MaxId != size - 1)
            throw new WeightFileException(
                path, $"has {_tokens.Count} tokens with ids up to {MaxId}; the model has {size}. Use the vocabulary that was published with it.");
    }

    private static string WellFormed(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return text;
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) result.Append(rune);
        return result.ToString();
    }
}
