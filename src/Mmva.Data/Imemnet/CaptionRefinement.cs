using System.Text.RegularExpressions;

namespace Mmva.Data;

/// <summary>The refinement of captions: what music sounds like should not depend on how well it was recorded.</summary>
public static partial class CaptionRefinement
{
    /// <summary>The phrase that the paper's first step replaces; it is about half of what captions say about quality.</summary>
    public const string Phrase = "low quality recording features";

    /// <summary>What replaces <see cref="Phrase"/>.</summary>
    public const string PhraseReplacement = "recording features";

    private const int MaxGrowth = 2, Slack = 80;

    /// <summary>The paper's first step: replaces exactly <see cref="Phrase"/>, wherever it appears.</summary>
    /// <param name="caption">The caption.</param>
    public static string ReplacePhrase(string caption)
    {
        ArgumentNullException.ThrowIfNull(caption);
        return caption.Replace(Phrase, PhraseReplacement, StringComparison.Ordinal);
    }

    /// <summary>
    /// Whether a caption speaks of the quality of the recording: the word "quality" (but not "a dreamy quality" or "qualities"), low fidelity, or a
    /// bad, poor, noisy or amateur recording. A list of words, so that it also finds some captions that mean something else.
    /// </summary>
    /// <param name="caption">The caption.</param>
    public static bool MentionsQuality(string caption)
    {
        ArgumentNullException.ThrowIfNull(caption);
        return Quality().IsMatch(caption);
    }

    /// <summary>The text of a language model's answer, or <see langword="null"/> if it is not a refined caption.</summary>
    internal static string? Accept(string caption, string answer)
    {
        var text = Label().Replace(answer.Trim(), "").Trim().Trim('"', '“', '”').Trim();
        return text.Length > 0 && text.Length <= MaxGrowth * caption.Length + Slack && !Refusal().IsMatch(text) && !MentionsQuality(text)
            ? text
            : null;
    }

    [GeneratedRegex(
        @"\b(audio|sound|recording|recorded|low|poor|bad|mediocre|inferior|high|good|medium|average)[- ]+quality\b"
        + @"|(?<!\ban?\s\w+\s)\bquality\b|\blow[- ]fidelity\b"
        + @"|\b(bad|poor|noisy|amateur)(ly)?[- ]+(recording|recorded)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Quality();

    [GeneratedRegex(
        @"^\s*(i('m| am) (sorry|unable|not able)|i (cannot|can't|can’t|won't)|sorry\b|as an ai\b|unfortunately,? i\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"^(here is|here's|the refined caption|refined( caption)?|output|caption)\b[^:\n]{0,40}:", RegexOptions.IgnoreCase)]
    private static partial Regex Label();
}
