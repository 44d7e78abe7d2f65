using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mmva.Tasks;

/// <summary>The chapters of a timeline as ffmpeg's metadata, in frames.</summary>
internal static partial class ChapterMetadata
{
    public static string Format(Timeline timeline)
    {
        var text = new StringBuilder(";FFMETADATA1\n");
        foreach (var chapter in timeline.Chapters)
            text.Append(CultureInfo.InvariantCulture, $"""

                [CHAPTER]
                TIMEBASE={timeline.Rate.Denominator}/{timeline.Rate.Numerator}
                START={chapter.Start}
                END={chapter.End}
                title={Special().Replace(chapter.Title, @"\$0")}

                """);
        return text.ToString();
    }

    [GeneratedRegex(@"[=;#\\\n]")]
    private static partial Regex Special();
}
