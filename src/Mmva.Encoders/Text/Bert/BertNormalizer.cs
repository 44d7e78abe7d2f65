using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Mmva.Encoders;

/// <summary>
/// BERT's uncased normalization (the rules of Hugging Face's <c>BertNormalizer</c> and <c>BertPreTokenizer</c>): everything between two spaces of the
/// result is one word.
/// </summary>
/// <remarks>An unpaired surrogate counts as U+FFFD, which the rules drop.</remarks>
internal sealed class BertNormalizer : Normalizer
{
    public override string Normalize(string original) => Normalize(original.AsSpan());

    public override string Normalize(ReadOnlySpan<char> original)
    {
        var result = new StringBuilder(original.Length + original.Length / 4);
        foreach (var rune in original.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r') result.Append(' ');
            else if (rune == Rune.ReplacementChar || IsInvisible(rune)) continue;
            else if (Rune.IsWhiteSpace(rune)) result.Append(' ');
            else if (rune.IsAscii) AppendBare(result, rune);
            else if (IsIdeograph(rune.Value))
            {
                AppendDecomposed(result.Append(' '), rune);
                result.Append(' ');
            }
            else AppendDecomposed(result, rune);
        }
        return result.ToString();
    }

    // One character at a time: its order among the marks around it makes no difference, as they are dropped,
    // while sorting a long run of marks takes quadratic time.
    private static void AppendDecomposed(StringBuilder target, Rune rune)
    {
        if (BareLetters.Of(rune) is { } letters)
            foreach (var letter in letters.EnumerateRunes()) AppendBare(target, letter);
        else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark) AppendBare(target, rune);
    }

    private static void AppendBare(StringBuilder target, Rune rune)
    {
        if (IsPunctuation(rune)) Append(target.Append(' '), rune).Append(' ');
        else Append(target, Rune.ToLowerInvariant(rune));
    }

    private static StringBuilder Append(StringBuilder target, Rune rune)
    {
        if (rune.IsBmp) return target.Append((char)rune.Value);
        Span<char> pair = stackalloc char[2];
        rune.EncodeToUtf16(pair);
        return target.Append(pair);
    }

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    private static bool IsPunctuation(Rune rune) =>
        Rune.IsPunctuation(rune) || rune.Value is '$' or '+' or '<' or '=' or '>' or '^' or '`' or '|' or '~';

    // the blocks that the reference lists; its gap at 2B820..2B91F is kept
    private static bool IsIdeograph(int code) => code is
        >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0x20000 and <= 0x2A6DF or >= 0x2A700 and <= 0x2B73F
        or >= 0x2B740 and <= 0x2B81F or >= 0x2B920 and <= 0x2CEAF or >= 0xF900 and <= 0xFAFF or >= 0x2F800 and <= 0x2FA1F;
}
