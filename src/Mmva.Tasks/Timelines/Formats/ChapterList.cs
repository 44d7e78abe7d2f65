using System.Globalization;
using System.Text;

namespace Mmva.Tasks;

/// <summary>The chapters of a timeline as the list of times and titles that YouTube reads in a description.</summary>
/// <remarks>The rules are those of YouTube's help: at least three times, the first of them 0:00, at least ten seconds between them.</remarks>
internal static class ChapterList
{
    private const int Least = 3, ShortestSeconds = 10;

    public static (string Text, string[] Notices) Format(Timeline timeline)
    {
        var chapters = Merged(timeline);
        var text = new StringBuilder();
        foreach (var (second, _, title) in chapters)
        {
            var (hours, minutes) = (second / 3600, second / 60 % 60);
            var time = hours > 0 ? $"{hours}:{minutes:00}:{second % 60:00}" : $"{minutes}:{second % 60:00}";
            // YouTube refuses descriptions with angle brackets
            text.Append(CultureInfo.InvariantCulture, $"{time} {title.Replace('<', '‹').Replace('>', '›')}\n");
        }
        var notices = new List<string>();
        if (chapters.Count < timeline.Chapters.Count)
            notices.Add(Invariant(
                $"Chapters of less than {ShortestSeconds} s were merged for YouTube: {chapters.Count} of {timeline.Chapters.Count} remain."));
        if (chapters.Count < Least)
            notices.Add(Invariant($"YouTube shows chapters if there are {Least} or more of {ShortestSeconds} s; there are {chapters.Count}."));
        return (text.ToString(), [.. notices]);
    }

    /// <summary>As many chapters as possible of the shortest length, in the whole seconds that are written.</summary>
    private static List<(long Second, string First, string Title)> Merged(Timeline timeline)
    {
        var merged = new List<(long Second, string First, string Title)>();
        foreach (var chapter in timeline.Chapters)
        {
            var second = Second(chapter.Start);
            var isShort = merged.Count > 0 && second - merged[^1].Second < ShortestSeconds;
            if (isShort || (merged.Count > 0 && Second(timeline.Length) - second < ShortestSeconds))
                merged[^1] = merged[^1] with { Title = $"{merged[^1].First} – {chapter.Title}" };
            else merged.Add((merged.Count == 0 ? 0 : second, chapter.Title, chapter.Title)); // the first must be 0:00
        }
        return merged;

        // a moment too early rather than too late
        long Second(long frame) => frame * timeline.Rate.Denominator / timeline.Rate.Numerator;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
