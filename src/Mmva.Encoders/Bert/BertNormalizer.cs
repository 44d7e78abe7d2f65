using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Mmva.Encoders.Bert;

/// <summary>
/// BERT's uncased normalisation (the rules of Hugging Face's <c>BertNormalizer</c> and <c>BertPreTokenizer</c>): what stands between two spaces of the result is one word.
/// </summary>
/// <remarks>An unpaired surrogate counts as U+FFFD, which the rules drop.</remarks>
internal sealed class BertNormalizer : Normalizer
{
    /// <summary>False where .NET runs without ICU: Form D then returns its input, and accents would stay on.</summary>
    public static bool CanDecompose { get; } = "\u00E9".Normalize(NormalizationForm.FormD).Length == 2;

    public override string Normalize(string original) => Normalize(original.AsSpan());

    public override string Normalize(ReadOnlySpan<char> original)
    {
        var clean = Clean(original);
        if (!Ascii.IsValid(clean)) clean = clean.Normalize(NormalizationForm.FormD);
        var result = new StringBuilder(clean.Length + clean.Length / 4);
        foreach (var rune in clean.EnumerateRunes())
        {
            if (IsPunctuation(rune)) Append(result.Append(' '), rune).Append(' ');
            else if (rune.IsAscii) result.Append(char.ToLowerInvariant((char)rune.Value));
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark) Append(result, Rune.ToLowerInvariant(rune));
        }
        return result.ToString();
    }

    // before the decomposition: what it yields no longer counts as an ideograph of its own
    private static string Clean(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r') result.Append(' ');
            else if (rune == Rune.ReplacementChar || IsInvisible(rune)) continue;
            else if (Rune.IsWhiteSpace(rune)) result.Append(' ');
            else if (IsIdeograph(rune.Value)) Append(result.Append(' '), rune).Append(' ');
            else if (rune.Value == 0xFFFE) result.Append('\uFFFF'); // string.Normalize refuses the one noncharacter; its neighbour is as unknown
            else Append(result, rune);
        }
        return result.ToString();
    }

    private static StringBuilder Append(StringBuilder target, Rune rune)
    {
        if (rune.IsBmp) return target.Append((char)rune.Value);
        Span<char> pair = stackalloc char[2];
        rune.EncodeToUtf16(pair);
        return target.Append(pair);
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;

    private static bool IsPunctuation(Rune rune) => Rune.IsPunctuation(rune) || rune.Value is '$' or '+' or '<' or '=' or '>' or '^' or '`' or '|' or '~';

    // the blocks that the reference lists; its gap at 2B820..2B91F is kept
    private static bool IsIdeograph(int code) => code is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0x20000 and <= 0x2A6DF or >= 0x2A700 and <= 0x2B73F
        or >= 0x2B740 and <= 0x2B81F or >= 0x2B920 and <= 0x2CEAF or >= 0xF900 and <= 0xFAFF or >= 0x2F800 and <= 0x2FA1F;
}
