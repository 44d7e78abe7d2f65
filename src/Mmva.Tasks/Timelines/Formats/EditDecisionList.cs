using System.Globalization;
using System.Text;

namespace Mmva.Tasks;

/// <summary>A timeline as an edit decision list (CMX 3600): one event per clip.</summary>
/// <remarks>
/// Video and audio of a clip are two lines of one event, after the statement for a split edit without a delay. A single line for both (<c>B</c>) is
/// not known to OpenShot; two events would be two clips there; and two lines without the statement are a dissolve to OpenTimelineIO.
/// </remarks>
internal static class EditDecisionList
{
    private const int LongestTitle = 70;

    /// <summary>Formats the list as text with CR LF line endings.</summary>
    public static string Format(Timeline timeline)
    {
        var text = new StringBuilder();
        void Add(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");

        Add($"TITLE: {(timeline.Name.Length > LongestTitle ? timeline.Name[..LongestTitle] : timeline.Name)}");
        Add($"FCM: {(timeline.Code.IsDropFrame ? "" : "NON-")}DROP FRAME");
        foreach (var (index, clip) in timeline.Clips.Index())
        {
            var first = clip.Source.Start + clip.In;
            var source = $"{clip.Source.Code.Format(first)} {clip.Source.Code.Format(first + clip.Length)}";
            var record = $"{timeline.Code.Format(timeline.Start + clip.Record)} {timeline.Code.Format(timeline.Start + clip.RecordEnd)}";
            Add($"");
            if (clip.HasVideo && clip.HasAudio) Add($"SPLIT:    AUDIO DELAY=  {new TimeCode(timeline.Rate.Base, false).Format(0)}");
            if (clip.HasVideo) Add($"{index + 1:000}  AX       V     C        {source} {record}");
            if (clip.HasAudio) Add($"{index + 1:000}  AX       A     C        {source} {record}");
            Add($"* FROM CLIP NAME: {clip.Source.Name}");
        }
        return text.ToString();
    }
}
