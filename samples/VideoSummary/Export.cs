using System.CommandLine;
using ConsoleProgram;
using Mmva;
using Mmva.Tasks;

namespace SummarizeVideo;

/// <summary>The files for editing programs and players that <c>--export</c> asks for.</summary>
internal static class Export
{
    private static readonly (string Word, TimelineFormat Format, string File)[] Formats =
    [
        ("edl", TimelineFormat.EditDecisionList, "summary.edl"),
        ("otio", TimelineFormat.OpenTimelineIO, "summary.otio"),
        ("fcpxml", TimelineFormat.FinalCutPro, "summary.fcpxml"),
        ("fcp7", TimelineFormat.FinalCut7, "summary.xml"),
        ("ffmetadata", TimelineFormat.ChapterMetadata, "summary.ffmetadata"),
        ("youtube", TimelineFormat.ChapterList, "summary.chapters.txt"),
    ];

    public static Option<string[]> Option { get; } = new Option<string[]>("--export")
    {
        HelpName = string.Join('|', Words), AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["edl"],
        Description = "Files for editing programs (edl, otio, fcpxml, fcp7), and chapters of the cut video for ffmpeg (ffmetadata) and for YouTube; "
            + "one, several, or all.",
    }.Checked(word => Words.Contains(word) ? null : $"--export takes {string.Join(" or ", Words)}, not '{word}'.");

    public static Option<string?> StartTimeCode { get; } = CommandLine.Text(
        "--start-timecode", "TIMECODE",
        "The time code at which the timeline starts, such as 01:00:00:00, or 01:00:00;00 for drop-frame (default: 0).");

    public static Option<bool> IgnoreSourceTimeCode { get; } = CommandLine.Flag(
        "--no-source-timecode", "Frames of the video count from 0 even if it has a time code, for programs that do not read it, such as OpenShot.");

    private static IEnumerable<string> Words => [.. Formats.Select(format => format.Word), "all"];

    public static IReadOnlyList<(TimelineFormat Format, string File)> Of(string[] words) =>
        [.. Formats.Where(format => words.Contains(format.Word) || words.Contains("all")).Select(format => (format.Format, format.File))];
}
