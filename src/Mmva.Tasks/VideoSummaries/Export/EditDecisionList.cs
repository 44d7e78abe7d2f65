using System.Globalization;
using System.Text;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>A summary as an edit decision list (CMX 3600) for editing programs: one event for each continuous part of the summary.</summary>
/// <remarks>
/// Events of the source count from its time code, if the file has one, otherwise from 00:00:00:00; drop-frame if the time code is. Frames are counted
/// at the video's rate if it is an integer or an NTSC rate such as 29.97, else at the nearest integer from 10 to 60, so that seconds remain seconds
/// if the rate is unusual or variable. Video and the first audio track are kept together.
/// The format has three digits for the number of an event; events after 999 have four, which most programs accept.
/// </remarks>
internal static class EditDecisionList
{
    private const int LongestTitle = 70;
    private const double MinRate = 10, MaxRate = 60, NtscSlowdown = 1.001, NtscTolerance = 3e-4;

    /// <summary>Writes a file atomically.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="path">The file, usually <c>.edl</c>; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void Write(VideoSummary summary, string path) =>
        AtomicFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(Format(summary))));

    /// <summary>Formats the list as text with CR LF line endings.</summary>
    /// <param name="summary">The summary.</param>
    /// <returns>The text.</returns>
    public static string Format(VideoSummary summary)
    {
        var name = Line(Path.GetFileName(summary.Path));
        var text = new StringBuilder();
        void Add(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");

        Add($"TITLE: {(name.Length > LongestTitle ? name[..LongestTitle] : name)}");
        var (number, recorded) = (0, 0L);
        var (rate, perSecond) = TimeBase(summary.Video.FrameRate);
        var (code, first) = TimeCode.Parse(summary.Video.TimeCode, perSecond, isNtsc: rate < perSecond);
        // the time code is that of the first image
        if (first > 0) first = Math.Max(0, first - Frames(summary.Video.FirstImage, rate));
        Add($"FCM: {(code.IsDropFrame ? "" : "NON-")}DROP FRAME");
        var track = summary.Video.Sound is null ? "V" : "B";
        foreach (var (start, end) in Parts(summary))
        {
            var (from, to) = (Frames(start, rate), Frames(end, rate));
            if (to == from) continue;
            Add($"");
            var source = $"{code.Format(first + from)} {code.Format(first + to)}";
            var record = $"{code.Format(recorded)} {code.Format(recorded += to - from)}";
            Add($"{++number:000}  AX       {track,-5} C        {source} {record}");
            Add($"* FROM CLIP NAME: {name}");
        }
        return text.ToString();
    }

    private static IEnumerable<(TimeSpan Start, TimeSpan End)> Parts(VideoSummary summary)
    {
        (TimeSpan Start, TimeSpan End)? open = null;
        foreach (var shot in summary.Chosen)
        {
            if (open is { } before && before.End == shot.Start) open = (before.Start, shot.End);
            else
            {
                if (open is { } done) yield return done;
                open = (shot.Start, shot.End);
            }
        }
        if (open is { } last) yield return last;
    }

    /// <summary>The frames per second, and the frame numbers per second of time code: 29.97 and 30.</summary>
    private static (double Rate, int PerSecond) TimeBase(double rate)
    {
        var whole = (int)Math.Round(Math.Clamp(rate, MinRate, MaxRate));
        var ntsc = whole / NtscSlowdown;
        return (Math.Abs(rate - ntsc) < ntsc * NtscTolerance ? ntsc : whole, whole);
    }

    private static long Frames(TimeSpan time, double rate) => (long)Math.Round(time.TotalSeconds * rate, MidpointRounding.AwayFromZero);

    // a name with line endings would add events
    private static string Line(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
