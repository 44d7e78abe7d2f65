using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Mmva.Encoders;

/// <summary>
/// The words of byte-level BPE, GPT-2's pattern <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.
/// </summary>
/// <remarks>
/// Scanned by hand: .NET's regular expressions know no letters above U+FFFF. A word ends after 4,096 characters at the latest,
/// because merging takes more than linear time.
/// </remarks>
internal sealed class ByteLevelWords : PreTokenizer
{
    private const int MaxLength = 4096;

    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind : byte { Space, Letter, Number, Other }

    private static readonly Kind[] AsciiKinds = [.. Enumerable.Range(0, 128).Select(c => KindOf(new Rune(c)))];

    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = WordLength(Ahead(text, start));
            yield return (start, length);
            start += length;
        }
    }

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());

    private static ReadOnlySpan<char> Ahead(string text, int start)
    {
        var rest = text.AsSpan(start);
        if (rest.Length <= MaxLength) return rest;
        return rest[..(char.IsHighSurrogate(rest[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }

    private static int WordLength(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'')
            foreach (var contraction in Contractions)
                if (text.StartsWith(contraction, StringComparison.Ordinal)) return contraction.Length;
        var run = RunLength(text, out var kind);
        if (kind != Kind.Space || run == text.Length) return run;
        // the last space before a word belongs to it; other white space there is a word
        if (run > 1) return run - 1;
        return text[0] == ' ' ? 1 + RunLength(text[1..], out _) : 1;
    }

    // characters of one kind at the start
    private static int RunLength(ReadOnlySpan<char> text, out Kind kind)
    {
        kind = KindAt(text, out var length);
        while (length < text.Length && KindAt(text[length..], out var next) == kind) length += next;
        return length;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, out int length)
    {
        length = 1;
        if (text[0] < AsciiKinds.Length) return AsciiKinds[text[0]];
        Rune.DecodeFromUtf16(text, out var rune, out length);
        return KindOf(rune);
    }

    private static Kind KindOf(Rune rune)
    {
        if (Rune.IsWhiteSpace(rune)) return Kind.Space;
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
