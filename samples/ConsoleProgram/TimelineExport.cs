using System.CommandLine;
using Mmva;
using Mmva.Tasks;

namespace ConsoleProgram;

/// <summary>The files for editing programs and players that <c>--export</c> asks for.</summary>
/// <param name="name">What the files are named.</param>
/// <param name="byDefault">The formats without the option.</param>
public sealed class TimelineExport(string name, params string[] byDefault)
{
    private static readonly (string Word, TimelineFormat Format, string Extension)[] Formats =
    [
        ("edl", TimelineFormat.EditDecisionList, ".edl"),
        ("otio", TimelineFormat.OpenTimelineIO, ".otio"),
        ("fcpxml", TimelineFormat.FinalCutPro, ".fcpxml"),
        ("fcp7", TimelineFormat.FinalCut7, ".xml"),
        ("ffmetadata", TimelineFormat.ChapterMetadata, ".ffmetadata"),
        ("youtube", TimelineFormat.ChapterList, ".chapters.txt"),
    ];

    private readonly Option<string[]> _formats = new Option<string[]>("--export")
    {
        HelpName = string.Join('|', Words), AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => byDefault,
        Description = "Files for editing programs (edl, otio, fcpxml, fcp7), and chapters of the video for ffmpeg (ffmetadata) and for YouTube; "
            + "one, several, or all.",
    }.Checked(word => Words.Contains(word) ? null : $"--export takes {string.Join(" or ", Words)}, not '{word}'.");

    private readonly Option<string?> _start = CommandLine.Text(
        "--start-timecode", "TIMECODE",
        "The time code at which the timeline starts, such as 01:00:00:00, or 01:00:00;00 for drop-frame (default: 0).");

    private readonly Option<bool> _ignoreSource = CommandLine.Flag(
        "--no-source-timecode", "Frames of a video count from 0 even if it has a time code, for programs that do not read it, such as OpenShot.");

    private static IEnumerable<string> Words => [.. Formats.Select(format => format.Word), "all"];

    public void AddTo(Command command)
    {
        command.Add(_formats);
        command.Add(_start);
        command.Add(_ignoreSource);
    }

    /// <summary>The files to write.</summary>
    public IReadOnlyList<(TimelineFormat Format, string File)> FilesOf(ParseResult line)
    {
        var words = line.GetRequiredValue(_formats);
        return [.. Formats.Where(f => words.Contains(f.Word) || words.Contains("all")).Select(f => (f.Format, name + f.Extension))];
    }

    public TimelineOptions OptionsOf(ParseResult line) =>
        new() { StartTimeCode = line.GetValue(_start), UseSourceTimeCode = !line.GetValue(_ignoreSource) };
}
