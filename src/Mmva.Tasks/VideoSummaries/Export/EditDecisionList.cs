using System.Globalization;
using System.Text;

namespace Mmva.Tasks;

/// <summary>A summary as an edit decision list (CMX 3600), which editing programs read: one event for each uncut stretch of the summary.</summary>
/// <remarks>
/// Time codes count frames from 00:00:00:00 on, without dropping numbers: at the video's rate if it is a whole one or one of NTSC, such as 29.97, else at the nearest whole one
/// from 10 to 60, so that seconds stay seconds where the rate is odd or varies. Pictures and the first sound track go together.
/// The format has three digits for the number of an event; events beyond 999 are numbered with four, which most programs take.
/// </remarks>
public static class EditDecisionList
{
    private const int LongestTitle = 70;
    private const double MinRate = 10, MaxRate = 60, NtscSlowdown = 1.001, NtscTolerance = 3e-4;

    /// <summary>Writes a file; it appears, or is replaced, when it is complete.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="path">The file, mostly <c>.edl</c>.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void Write(VideoSummary summary, string path) => AtomicFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(Format(summary))));

    /// <summary>The list as text, with CR LF at the ends of the lines.</summary>
    /// <param name="summary">The summary.</param>
    public static string Format(VideoSummary summary)
    {
        var name = Line(Path.GetFileName(summary.Path));
        var text = new StringBuilder();
        void Add(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");

        Add($"TITLE: {(name.Length > LongestTitle ? name[..LongestTitle] : name)}");
        Add($"FCM: NON-DROP FRAME");
        var (number, recorded) = (0, 0L);
        var (rate, perSecond) = TimeBase(summary.Video.FrameRate);
        foreach (var (start, end) in Stretches(summary))
        {
            var (from, to) = (Frames(start, rate), Frames(end, rate));
            if (to == from) continue;
            Add($"");
            Add($"{++number:000}  AX       {(summary.Video.Sound is null ? "V" : "B"),-5} C        {TimeCode(from, perSecond)} {TimeCode(to, perSecond)} {TimeCode(recorded, perSecond)} {TimeCode(recorded += to - from, perSecond)}");
            Add($"* FROM CLIP NAME: {name}");
        }
        return text.ToString();
    }

    private static IEnumerable<(TimeSpan Start, TimeSpan End)> Stretches(VideoSummary summary)
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

    /// <summary>How many frames pass in a second, and how many numbers a second of time code has: 29.97 and 30.</summary>
    private static (double Rate, int PerSecond) TimeBase(double rate)
    {
        var whole = (int)Math.Round(Math.Clamp(rate, MinRate, MaxRate));
        var ntsc = whole / NtscSlowdown;
        return (Math.Abs(rate - ntsc) < ntsc * NtscTolerance ? ntsc : whole, whole);
    }

    private static long Frames(TimeSpan time, double rate) => (long)Math.Round(time.TotalSeconds * rate, MidpointRounding.AwayFromZero);

    private static string TimeCode(long frames, int perSecond)
    {
        var seconds = frames / perSecond;
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}:{frames % perSecond:00}");
    }

    // a name with line ends would add events of its own
    private static string Line(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
