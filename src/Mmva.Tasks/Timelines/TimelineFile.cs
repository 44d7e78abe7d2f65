using System.Text;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>Writes timelines to files, which appear, or are replaced, only when they are complete.</summary>
internal static class TimelineFile
{
    /// <summary>Writes a file atomically.</summary>
    /// <returns>What a reader should know; empty if the format can say everything.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The format is unknown.</exception>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static IReadOnlyList<string> Write(Timeline timeline, string path, TimelineFormat format)
    {
        var (text, notices) = format switch
        {
            TimelineFormat.EditDecisionList => (EditDecisionList.Format(timeline), []),
            TimelineFormat.OpenTimelineIO => (OpenTimelineIO.Format(timeline), []),
            TimelineFormat.FinalCutPro => (FinalCutPro.Format(timeline), []),
            TimelineFormat.FinalCut7 => (FinalCut7.Format(timeline), []),
            TimelineFormat.ChapterMetadata => (ChapterMetadata.Format(timeline), []),
            TimelineFormat.ChapterList => ChapterList.Format(timeline),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format."),
        };
        AtomicFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)));
        return notices;
    }
}
