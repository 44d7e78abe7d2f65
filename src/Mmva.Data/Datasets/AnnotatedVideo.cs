namespace Mmva.Data;

/// <summary>What the numbers of an annotated video mean.</summary>
public enum AnnotationKind
{
    /// <summary>How important a user finds each frame.</summary>
    Scores,

    /// <summary>1 for the frames of the user's own summary, 0 for the others.</summary>
    Summaries,

    /// <summary>1 for single frames that stand for the passages a user chose, 0 for the others.</summary>
    Marks,
}

/// <summary>A video and what several people find important in it, frame by frame.</summary>
/// <param name="Id">The video's name in its data set.</param>
/// <param name="Kind">What the numbers mean.</param>
/// <param name="Users">One number per user and frame, [users][frames].</param>
/// <remarks>Immutable by convention; safe to read from several threads.</remarks>
public sealed record AnnotatedVideo(string Id, AnnotationKind Kind, IReadOnlyList<float[]> Users)
{
    /// <summary>The number of frames, the same for every user.</summary>
    public int FrameCount => Users[0].Length;
}
