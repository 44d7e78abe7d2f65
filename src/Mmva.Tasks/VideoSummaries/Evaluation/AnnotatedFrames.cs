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
        if (frames < summary.Shots.Count)
            throw new ArgumentException($"{frames} annotated frames for {summary.Shots.Count} shots: is it the same video?", nameof(frames));
        var scores = new float[frames];
        for (int frame = 0, point = 0; frame < frames; frame++)
        {
            var time = summary.Duration * ((frame + 0.5) / frames);
            while (point + 1 < summary.Frames.Count && summary.Frames[point + 1].Time <= time) point++;
            scores[frame] = summary.Frames[point].Arousal;
        }
        var lengths = new List<int>();
        var start = 0;
        for (var shot = 0; shot < summary.Shots.Count; shot++)
        {
            // every shot keeps at least one frame
            var last = frames - (summary.Shots.Count - 1 - shot);
            var end = (int)Math.Clamp(Math.Round(frames * (summary.Shots[shot].End / summary.Duration)), start + 1, last);
            lengths.Add(end - start);
            start = end;
        }
        return (scores, lengths);
    }
}
