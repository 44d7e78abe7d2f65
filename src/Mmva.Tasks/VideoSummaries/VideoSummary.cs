using Mmva.Data;

namespace Mmva;

/// <summary>The shots of a video with their arousal, and the choice that makes the summary.</summary>
/// <param name="Path">The video.</param>
/// <param name="Video">The information in its headers.</param>
/// <param name="Duration">The duration of its images, as far as they could be decoded.</param>
/// <param name="Arousal">The modality whose arousal counted.</param>
/// <param name="Share">The maximum length of the summary as a share of the video.</param>
/// <param name="Shots">All shots in order; they cover the video without gaps.</param>
/// <param name="Frames">The arousal over time, one point for each frame that was predicted.</param>
/// <param name="Notices">
/// What a reader should know: missing audio, a video that ends early, notices of predictions. Empty if everything went as requested.
/// </param>
/// <remarks>Immutable; safe to read from several threads.</remarks>
public sealed record VideoSummary(
    string Path, VideoInfo Video, TimeSpan Duration, ArousalSource Arousal, double Share, IReadOnlyList<VideoShot> Shots,
    IReadOnlyList<FrameArousal> Frames, IReadOnlyList<string> Notices)
{
    /// <summary>The chosen shots, in the order of the video.</summary>
    public IEnumerable<VideoShot> Chosen => Shots.Where(shot => shot.IsChosen);

    /// <summary>The summary as parts of the video, for <see cref="VideoCutter"/>.</summary>
    public IReadOnlyList<VideoPart> Parts => [.. Chosen.Select(shot => new VideoPart(shot.Start, shot.End))];

    /// <summary>The duration of the summary.</summary>
    public TimeSpan SummaryDuration => TimeSpan.FromTicks(Chosen.Sum(shot => shot.Length.Ticks));
}

/// <summary>A part of a video between two changes.</summary>
/// <param name="Start">Its start.</param>
/// <param name="End">Its end, which is the start of the next shot.</param>
/// <param name="Score">The mean arousal, from 0 (calm) to 1 (excited).</param>
/// <param name="IsChosen">Whether it is part of the summary.</param>
/// <param name="Thumbnail">A JPEG of its middle frame; empty if thumbnails are turned off.</param>
public sealed record VideoShot(TimeSpan Start, TimeSpan End, double Score, bool IsChosen, ReadOnlyMemory<byte> Thumbnail)
{
    /// <summary>The duration.</summary>
    public TimeSpan Length => End - Start;
}

/// <summary>The arousal at a time.</summary>
/// <param name="Time">The start of the interval, which lasts until the next point.</param>
/// <param name="Arousal">From 0 (calm) to 1 (excited).</param>
public readonly record struct FrameArousal(TimeSpan Time, float Arousal);
