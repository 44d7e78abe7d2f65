using System.Globalization;

namespace Mmva.Encoders;

/// <summary>
/// Identifies texts that a caption encoder hardly understands: those without any word, those in another language than English, and those that consist
/// mostly of words that its vocabulary does not contain as a whole. Such a text is encoded all the same.
/// </summary>
/// <param name="coverage">The vocabulary.</param>
/// <param name="expectsEnglish">Whether texts in another language get a notice.</param>
/// <remarks>docs/capabilities/prediction.md says how often the notices are right.</remarks>
internal sealed class CaptionNotices(VocabularyCoverage coverage, bool expectsEnglish)
{
    // of the letters; a single word may be rare, so it must fall into many pieces
    private const double MostLetters = 0.5;
    private const int ManyPieces = 4;

    // of the letters, next to a single function word of another language
    private const double SomeLetters = 0.25;

    // the beginning is enough
    private const int CharactersRead = 2000;

    /// <summary>The notice for a text, or null for none.</summary>
    public string? NoticeOf(string text)
    {
        var read = text.AsSpan(0, Math.Min(text.Length, CharactersRead));
        var covered = coverage.Of(read);
        if (covered.Words == 0) return "it contains no words, so its point is meaningless";
        var script = LetterScript.Of(read);
        if (!expectsEnglish) return UnknownWords(covered, script);
        if (script is not null) return NotEnglish(script.Length > 0 ? $"is in {script} characters" : "is not in Latin characters");
        var evidence = LanguageEvidence.Of(read);
        if (evidence.Other > evidence.English && (evidence.Other > 1 || covered.StrangeShare > SomeLetters || HasAccents(read)))
            return NotEnglish($"looks like {NameOf(evidence.Languages)}");
        // rare words in English sentences, and names
        if (evidence is { OnlyEnglish: > 0 } or { Other: 0, English: > 1 }) return null;
        return UnknownWords(covered, script);
    }

    private static string? UnknownWords(Coverage covered, string? script) =>
        covered.StrangeShare > MostLetters && (covered.Words > 1 || covered.Pieces >= ManyPieces || script is not null)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{covered.StrangeShare:P0} of its letters are in words that the caption encoder does not know, so its point is unreliable")
            : null;

    private static string NotEnglish(string finding) => $"it {finding}, but the caption encoder knows only English, so its point is unreliable";

    private static string NameOf(IReadOnlyList<string> languages) =>
        languages.Count > 2 ? "another language" : string.Join(" or ", languages);

    private static bool HasAccents(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (c > '\x7f' && char.IsLower(c)) return true;
        return false;
    }
}
