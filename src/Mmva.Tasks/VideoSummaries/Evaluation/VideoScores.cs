namespace Mmva.Tasks.Evaluation;

/// <summary>The scores of a video by several systems, from one pass over its images and one over its audio.</summary>
/// <remarks>Immutable; safe to read from several threads.</remarks>
public sealed class VideoScores
{
    private readonly TimeSpan _duration, _frame, _clip;
    private readonly IReadOnlyList<int> _shots;

    internal VideoScores(TimeSpan duration, TimeSpan frame, TimeSpan clip, IReadOnlyList<int> shots)
    {
        _duration = duration;
        _frame = frame;
        _clip = clip;
        _shots = shots;
    }

    /// <summary>The arousal of every frame that was predicted.</summary>
    public required IReadOnlyList<float> Images { get; init; }

    /// <summary>The arousal of every clip of music; empty for a video without audio.</summary>
    public required IReadOnlyList<float> Music { get; init; }

    /// <summary>The <see cref="ContrastiveCriteria"/> of every frame; empty if the video has too many of them.</summary>
    public required IReadOnlyList<float> Contrastive { get; init; }

    /// <summary>What a reader should know: missing audio, audio that ends early, notices of predictions.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>Spreads <see cref="Images"/> over annotated frames.</summary>
    /// <param name="frames">The number of annotated frames, spread evenly over the video.</param>
    /// <returns>One score per frame.</returns>
    public float[] ImagesAt(int frames) => At(Images, _frame, frames);

    /// <summary>Spreads <see cref="Music"/> over annotated frames; behind the end of the audio the last clip counts.</summary>
    /// <inheritdoc cref="ImagesAt" path="/param|/returns"/>
    /// <exception cref="InvalidOperationException">There is no music.</exception>
    public float[] MusicAt(int frames) => At(Music, _clip, frames);

    /// <summary>Spreads <see cref="Contrastive"/> over annotated frames.</summary>
    /// <inheritdoc cref="ImagesAt" path="/param|/returns"/>
    /// <exception cref="InvalidOperationException">There are no scores.</exception>
    public float[] ContrastiveAt(int frames) => At(Contrastive, _frame, frames);

    /// <summary>The lengths, in annotated frames, of the shots that kernel temporal segmentation found in the features of the images.</summary>
    /// <param name="frames">The number of annotated frames; at least as many as there are shots.</param>
    /// <returns>The lengths of the shots.</returns>
    /// <exception cref="ArgumentException">There are fewer frames than shots.</exception>
    public IReadOnlyList<int> ShotLengths(int frames)
    {
        var (ends, end) = (new List<double>(), 0);
        foreach (var length in _shots) ends.Add((end += length) / (double)Images.Count);
        return AnnotatedFrames.ShotLengths(ends, frames);
    }

    private float[] At(IReadOnlyList<float> scores, TimeSpan step, int frames)
    {
        if (scores.Count == 0) throw new InvalidOperationException("The video has no such scores.");
        return [.. Enumerable.Range(0, frames).Select(frame =>
            scores[Math.Min((int)(AnnotatedFrames.TimeOf(frame, frames, _duration) / step), scores.Count - 1)])];
    }
}
