using System.Text.RegularExpressions;

namespace Mmva.Encoders;

/// <summary>How much of a text consists of words that a vocabulary contains as a whole.</summary>
/// <param name="tokenCount">Returns the number of tokens of a word; 0 if it has none of its own.</param>
internal sealed partial class VocabularyCoverage(Func<string, int> tokenCount)
{
    // an unknown word counts as
    private const int ManyPieces = 4;

    /// <summary>Looks up the words of a text.</summary>
    public Coverage Of(ReadOnlySpan<char> text)
    {
        int letters = 0, strange = 0, words = 0, pieces = 0;
        foreach (var match in Words().EnumerateMatches(text))
        {
            var word = new string(text.Slice(match.Index, match.Length));
            if (word.All(char.IsDigit)) continue;
            var tokens = tokenCount(word);
            words++;
            letters += word.Length;
            pieces += tokens == 0 ? ManyPieces : tokens;
            // the vocabulary contains single letters of other scripts
            if (tokens != 1 || (word.Length == 1 && word[0] > 'ɏ')) strange += word.Length;
        }
        return new(words, letters == 0 ? 0 : (double)strange / letters, pieces);
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{Nd}]+")]
    private static partial Regex Words();
}

/// <summary>How much of a text a vocabulary contains.</summary>
/// <param name="Words">Words other than digits.</param>
/// <param name="StrangeShare">The share of their letters, 0 to 1, that are in words which the vocabulary does not contain as a whole.</param>
/// <param name="Pieces">Tokens.</param>
internal readonly record struct Coverage(int Words, double StrangeShare, int Pieces);
