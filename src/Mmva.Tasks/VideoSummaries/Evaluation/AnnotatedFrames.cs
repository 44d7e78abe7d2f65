namespace Mmva.Tasks.Evaluation;

/// <summary>Maps a summary to the annotated frames of a video.</summary>
public static class AnnotatedFrames
{
    /// <summary>Computes the arousal of every annotated frame, and the lengths of the shots in frames.</summary>
    /// <param name="summary">A summary of the same video.</param>
    /// <param name="frames">The number of annotated frames, spread evenly over the video; at least as many as it has shots.</param>
    /// <returns>One score per frame, and one length per shot.</returns>
    /// <exception cref="ArgumentException">There are fewer frames than shots.</exception>
    public static (float[] Scores, IReadOnlyList<int> ShotLengths) Of(VideoSummary summary, int frames)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var scores = new float[frames];
        for (int frame = 0, point = 0; frame < frames; frame++)
        {
            var time = TimeOf(frame, frames, summary.Duration);
            while (point + 1 < summary.Frames.Count && summary.Frames[point + 1].Time <= time) point++;
            scores[frame] = summary.Frames[point].Arousal;
        }
        return (scores, ShotLengths([.. summary.Shots.Select(shot => shot.End / summary.Duration)], frames));
    }

    /// <summary>The time that a frame stands for: the middle of its interval.</summary>
    internal static TimeSpan TimeOf(int frame, int frames, TimeSpan duration) => duration * ((frame + 0.5) / frames);

    /// <summary>The lengths of shots in frames.</summary>
    /// <param name="ends">The ends of the shots, as shares of the video, in order; the last is 1.</param>
    /// <param name="frames">The number of frames.</param>
    /// <exception cref="ArgumentException">There are fewer frames than shots.</exception>
    internal static IReadOnlyList<int> ShotLengths(IReadOnlyList<double> ends, int frames)
    {
        if (frames < ends.Count)
            throw new ArgumentException($"{frames} annotated frames for {ends.Count} shots: is it the same video?", nameof(frames));
        var lengths = new List<int>();
        var start = 0;
        for (var shot = 0; shot < ends.Count; shot++)
        {
            // every shot keeps at least one frame
            var last = frames - (ends.Count - 1 - shot);
            var end = (int)Math.Clamp(Math.Round(frames * ends[shot]), start + 1, last);
            lengths.Add(end - start);
            start = end;
        }
        return lengths;
    }
}
