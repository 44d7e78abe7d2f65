using Mmva.Data;

namespace Mmva;

/// <summary>The shots of a video, how exciting they are, and which of them make a summary.</summary>
/// <param name="Path">The video.</param>
/// <param name="Video">What its headers say.</param>
/// <param name="Duration">How long its pictures last, as far as they could be decoded.</param>
/// <param name="Arousal">Whose arousal decided.</param>
/// <param name="Share">The part of the video that the summary was allowed to take.</param>
/// <param name="Shots">All shots in their order; they cover the video without gaps.</param>
/// <param name="Frames">The arousal over time, one point for each picture that was looked at.</param>
/// <param name="Notices">What a reader should know: sound that is missing, a video that ends early. Empty where all went as asked.</param>
/// <remarks>Immutable; safe to read from several threads.</remarks>
public sealed record VideoSummary(
    string Path, VideoInfo Video, TimeSpan Duration, ArousalSource Arousal, double Share, IReadOnlyList<VideoShot> Shots, IReadOnlyList<FrameArousal> Frames, IReadOnlyList<string> Notices)
{
    /// <summary>The shots of the summary, in the order of the video.</summary>
    public IEnumerable<VideoShot> Chosen => Shots.Where(shot => shot.IsChosen);

    /// <summary>The summary as parts of the video, as <see cref="VideoCutter"/> takes them.</summary>
    public IReadOnlyList<VideoPart> Parts => [.. Chosen.Select(shot => new VideoPart(shot.Start, shot.End))];

    /// <summary>How long the summary is.</summary>
    public TimeSpan SummaryDuration => TimeSpan.FromTicks(Chosen.Sum(shot => shot.Length.Ticks));
}

/// <summary>A piece of a video between two changes.</summary>
/// <param name="Start">Its begin, from the begin of the video.</param>
/// <param name="End">Its end, which is the begin of the next.</param>
/// <param name="Score">The mean arousal of its pictures, from 0 (calm) to 1 (excited).</param>
/// <param name="IsChosen">Whether it is part of the summary.</param>
/// <param name="Thumbnail">A JPEG of the picture in its middle; empty where none was asked for.</param>
public sealed record VideoShot(TimeSpan Start, TimeSpan End, double Score, bool IsChosen, ReadOnlyMemory<byte> Thumbnail)
{
    /// <summary>How long it is.</summary>
    public TimeSpan Length => End - Start;
}

/// <summary>A point of the arousal over time.</summary>
/// <param name="Time">The begin of the interval that it stands for, which lasts to the next point.</param>
/// <param name="Arousal">From 0 (calm) to 1 (excited).</param>
public readonly record struct FrameArousal(TimeSpan Time, float Arousal);
