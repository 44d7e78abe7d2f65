using Microsoft.Extensions.Options;
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

    /// <summary>Writes the summary as a timeline for editing programs, or its chapters; each continuous part is a clip.</summary>
    /// <remarks>
    /// All formats have the same cuts, in whole frames nearest to the times of the shots. The frames are those of the video if its rate, a multiple
    /// or a fraction of it is an integer or an NTSC rate such as 29.97 from 10 to 60 per second; otherwise, as for the mean of a variable rate, those
    /// of the nearest integer. Frames of the source count from its time code (<see cref="VideoInfo.TimeCode"/>) if it has one.
    /// </remarks>
    /// <param name="summary">The summary.</param>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <returns>What a reader should know, such as chapters that were merged; empty if there is nothing to say.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The format is unknown.</exception>
    /// <exception cref="OptionsValidationException">The start is not a time code.</exception>
    /// <exception cref="MmvaException">
    /// The file cannot be written, or the start time code does not exist at the rate of the video.
    /// </exception>
    public static IReadOnlyList<string> WriteTimeline(
        this VideoSummary summary, string path, TimelineFormat format, TimelineOptions? options = null) =>
        TimelineFile.Write(SummaryTimeline.Of(summary, options), path, format);

    /// <summary>Writes a self-contained HTML page: the arousal curve, the shots, thumbnails of the chosen ones.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="path">The HTML file; an existing file is replaced.</param>
    /// <param name="player">A video to show on the page, usually the cut summary, by its address relative to the page; optional.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void WritePage(this VideoSummary summary, string path, string? player = null) => SummaryPage.Write(summary, path, player);
}
