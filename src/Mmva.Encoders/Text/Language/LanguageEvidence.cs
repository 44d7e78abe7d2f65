using System.Numerics;
using System.Text.RegularExpressions;

namespace Mmva.Encoders;

/// <summary>
/// How many different function words of English, and of the most likely other language, a text contains: the method of small words (Grefenstette,
/// "Comparing two language identification schemes", JADT 1995).
/// </summary>
/// <param name="English">Function words of English.</param>
/// <param name="OnlyEnglish">Those of them that no other language here has.</param>
/// <param name="Other">Function words of the other language that English does not have.</param>
/// <param name="Languages">The languages that have the most of these.</param>
internal readonly partial record struct LanguageEvidence(int English, int OnlyEnglish, int Other, IReadOnlyList<string> Languages)
{
    /// <summary>Counts the words of a text.</summary>
    public static LanguageEvidence Of(ReadOnlySpan<char> text)
    {
        var isInCapitals = !text.ContainsAnyInRange('a', 'z');
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Span<int> counts = stackalloc int[FunctionWords.Count], certain = stackalloc int[FunctionWords.Count];
        int english = 0, onlyEnglish = 0;
        foreach (var match in Words().EnumerateMatches(text))
        {
            var word = text.Slice(match.Index, match.Length);
            // the end of an English contraction
            if (word.Length == 1 && match.Index > 0 && text[match.Index - 1] is '\'' or '’') continue;
            var lower = new string(word).ToLowerInvariant().Replace('’', '\'');
            var stem = lower.TrimEnd('\'');
            var isName = !isInCapitals && char.IsUpper(word[0]) && (seen.Count > 0 || IsAcronym(text[match.Index..], stem.Length));
            if (!seen.Add(stem)) continue;
            var (its, elided) = (FunctionWords.Find(stem), FunctionWords.Find(lower));
            if (its.IsEnglish)
            {
                // titles have capitals
                if (its.Languages == 0) onlyEnglish++;
                if (!isName) english++;
            }
            else if (!isName)
            {
                for (var bits = its.Languages | elided.Languages; bits != 0; bits &= bits - 1)
                {
                    var language = BitOperations.TrailingZeroCount(bits);
                    counts[language]++;
                    if (!its.IsFalseFriend) certain[language]++;
                }
            }
        }
        return Best(english, onlyEnglish, counts, certain);
    }

    // false friends count next to another word only
    private static LanguageEvidence Best(int english, int onlyEnglish, ReadOnlySpan<int> counts, ReadOnlySpan<int> certain)
    {
        var most = 0;
        var languages = new List<string>();
        for (var i = 0; i < counts.Length; i++)
        {
            if (certain[i] == 0 || counts[i] < most) continue;
            if (counts[i] > most) languages.Clear();
            most = counts[i];
            languages.Add(FunctionWords.NameOf(i));
        }
        return new(english, onlyEnglish, most, languages);
    }

    // EU, U.S., but not the word "A"
    private static bool IsAcronym(ReadOnlySpan<char> text, int length)
    {
        foreach (var c in text[..length])
            if (!char.IsUpper(c)) return false;
        return length > 1 || (text.Length > 1 && text[1] is not (' ' or '\'' or '’'));
    }

    // with the apostrophe of l'été
    [GeneratedRegex(@"[\p{L}\p{M}\p{Nd}]+['’]?")]
    private static partial Regex Words();
}
