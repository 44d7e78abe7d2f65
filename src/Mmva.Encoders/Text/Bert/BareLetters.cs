using System.Text;

namespace Mmva.Encoders;

/// <summary>
/// What remains of a character that is decomposed (Unicode's Form D) and loses its nonspacing marks: é becomes e. .NET does not decompose in
/// invariant globalization mode, and otherwise by the Unicode version of the operating system; this table gives the same everywhere.
/// </summary>
/// <remarks>
/// The table (Unicode 14) has a line for each result: itself, a tab, and the characters that become it. Syllables of Hangul are computed.
/// </remarks>
internal static class BareLetters
{
    private const int FirstSyllable = 0xAC00, Syllables = 11172, Vowels = 21, Tails = 28;
    private const int FirstLead = 0x1100, FirstVowel = 0x1161, BeforeTail = 0x11A7;

    private static readonly Dictionary<Rune, string> Results = Read();

    /// <summary>What remains; <see langword="null"/> for the character itself, which has no decomposition.</summary>
    public static string? Of(Rune rune)
    {
        var syllable = rune.Value - FirstSyllable;
        if (syllable is < 0 or >= Syllables) return Results.GetValueOrDefault(rune);
        var (lead, vowel, tail) = (syllable / (Vowels * Tails), syllable / Tails % Vowels, syllable % Tails);
        ReadOnlySpan<char> letters = [(char)(FirstLead + lead), (char)(FirstVowel + vowel), (char)(BeforeTail + tail)];
        return new(tail == 0 ? letters[..2] : letters);
    }

    private static Dictionary<Rune, string> Read()
    {
        var results = new Dictionary<Rune, string>();
        using var lines = new StreamReader(typeof(BareLetters).Assembly.GetManifestResourceStream("Mmva.Encoders.bare-letters.txt")!);
        while (lines.ReadLine()?.Split('\t') is [var result, var characters])
            foreach (var character in characters.EnumerateRunes()) results.Add(character, result);
        return results;
    }
}
