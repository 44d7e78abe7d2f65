using Mmva.Data;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Writes video summaries to files, which appear, or are replaced, only when they are complete.</summary>
public static class VideoSummaryExports
{
    /// <summary>Writes shots and arousal curve as JSON, times in seconds.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void WriteJson(this VideoSummary summary, string path) => SummaryJson.Write(summary, path);

    /// <summary>Writes an edit decision list (CMX 3600) for editing programs: one event for each continuous part of the summary.</summary>
    /// <remarks>
    /// Events of the source count from its time code (<see cref="VideoInfo.TimeCode"/>) if the file has one, otherwise from 00:00:00:00: at the
    /// video's rate if it is an integer or an NTSC rate such as 29.97, else at the nearest integer from 10 to 60. Events after 999 have four digits,
    /// which most programs accept.
    /// </remarks>
    /// <param name="summary">The summary.</param>
    /// <param name="path">The file, usually <c>.edl</c>; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void WriteEditDecisionList(this VideoSummary summary, string path) => EditDecisionList.Write(summary, path);

    /// <summary>Writes a self-contained HTML page: the arousal curve, the shots, thumbnails of the chosen ones.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="path">The HTML file; an existing file is replaced.</param>
    /// <param name="player">A video to show on the page, usually the cut summary, by its address relative to the page; optional.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void WritePage(this VideoSummary summary, string path, string? player = null) => SummaryPage.Write(summary, path, player);
}
