using System.Text.RegularExpressions;

namespace Mmva.Data;

/// <summary>The refinement of captions: what music sounds like should not depend on how well it was recorded.</summary>
public static partial class CaptionRefinement
{
    /// <summary>The phrase that the paper's first step replaces; it is about half of what captions say about quality.</summary>
    public const string Phrase = "low quality recording features";

    /// <summary>What replaces <see cref="Phrase"/>.</summary>
    public const string PhraseReplacement = "recording features";

    // an answer is a refinement if it is about as long as the caption at most, and consists of its words for the most part
    private const int MaxGrowth = 2, Slack = 80;
    private const double LeastShared = 0.4, LeastKept = 0.1;

    /// <summary>The paper's first step: replaces exactly <see cref="Phrase"/>, wherever it appears.</summary>
    /// <param name="caption">The caption.</param>
    public static string ReplacePhrase(string caption)
    {
        ArgumentNullException.ThrowIfNull(caption);
        return caption.Replace(Phrase, PhraseReplacement, StringComparison.Ordinal);
    }

    /// <summary>
    /// Whether a caption speaks of the quality of the recording: the word "quality" (but not "a dreamy quality" or "qualities"); low or high
    /// fidelity; a poor, amateur, noisy or mono recording or mix; a recording by a phone. Words for instruments and styles, such as a distorted
    /// guitar, a muffled drum or lo-fi, do not count.
    /// </summary>
    /// <param name="caption">The caption.</param>
    /// <remarks>A list of expressions, made from the captions of MusicCaps, so that others can be missed.</remarks>
    public static bool MentionsQuality(string caption)
    {
        ArgumentNullException.ThrowIfNull(caption);
        return Quality().IsMatch(caption);
    }

    /// <summary>Judges a language model's answer, and takes the caption out of what models put around it.</summary>
    internal static (RefinementVerdict Verdict, string Text) Judge(string caption, string answer)
    {
        var text = Unwrap(answer);
        var verdict = text.Length == 0 ? RefinementVerdict.Empty
            : Refusal().IsMatch(text) ? RefinementVerdict.Refused
            : text.Length > MaxGrowth * caption.Length + Slack || !IsMadeOf(caption, text) ? RefinementVerdict.NotACaption
            : MentionsQuality(text) ? RefinementVerdict.StillAboutQuality
            : RefinementVerdict.Refined;
        return (verdict, text);
    }

    private static string Unwrap(string answer)
    {
        var text = Thoughts().Replace(answer, "").Trim();
        // "Here is …:" on a line of its own or before the caption; remarks come below the caption
        text = Label().Replace(text.Trim('*', '`').Trim(), "").Trim();
        text = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault("");
        return Label().Replace(text, "").Trim().Trim('"', '“', '”', '*', '`').Trim();
    }

    private static bool IsMadeOf(string caption, string text)
    {
        var known = Word().Matches(caption).Select(m => m.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var words = Word().Matches(text).Select(m => m.Value).ToList();
        return words.Count >= LeastKept * Word().Count(caption) && words.Count(known.Contains) >= LeastShared * words.Count;
    }

    [GeneratedRegex(
        @"\b(audio|sound|song|recording|recorded|low|lower|poor|poorer|bad|mediocre|inferior|high|good|medium|average|amateur)[- ]+quality\b"
        // the quality of something, but not a quality, and not that of a voice
        + @"|(?<!\ban?\s(\w+,?\s){0,2})(?<!\brich in )(?<!\b(dreamy|ethereal|haunting|hypnotic|raw|fuzzy|warm|airy|tonal|vocal|nasal)\s)\bquality\b"
        + @"|\b(low|high|lower)[- ]fidelity\b|\btape hiss\b"
        + @"|\b(bad|poor|noisy|amateur)(ly)?[- ]+(home[- ]+)?(recorded|recording|mix|mixed|audio|video|microphone|device)\b"
        + @"|\b(recording|audio|sound|mix)( \w+){0,5} (is|sounds|was|being)( \w+,?){0,3} (noisy|muffled|muddled|crackly|crackling|poor|bad|unclear)\b"
        + @"|\b(recording|audio) (is|sounds|was)( \w+,?){0,3} distorted\b|\b(it|that) (is|sounds|was)( \w+,?){0,3} noisy\b"
        + @"|\b(in mono|is mono|sounds mono|mono (recording|audio|track))\b|\bmono and( \w+){0,2} noisy\b"
        + @"|\brecord(ed|ing)\b[^.!?]{0,30} (with|on|by|from) (a|an|some)( \w+){0,3} (phone|smartphone|camera|device|amateur)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Quality();

    [GeneratedRegex(
        @"^\W*(i['’]m (sorry|unable|not able)|i am (sorry|unable|not able)|i (cannot|can['’]?t|can not|won['’]?t)\b|sorry\b|my apologies"
        + @"|as an ai\b|unfortunately,? i\b|i do(n['’]t| not) (see|have|know)\b|there is no (caption|text)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Refusal();

    [GeneratedRegex(
        @"^\W*((sure|certainly|of course|okay|ok)\b[^:\n]{0,80}:"
        + @"|(here is|here['’]s|the (refined|revised)|refined|revised|output|answer|caption)\b[^:\n]{0,60}:)\**",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(@"<think>.*?(</think>|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Thoughts();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
