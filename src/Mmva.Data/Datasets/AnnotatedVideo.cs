namespace Mmva.Data;

/// <summary>The meaning of the values of an annotated video.</summary>
public enum AnnotationKind
{
    /// <summary>How important a user considers each frame.</summary>
    Scores,

    /// <summary>1 for the frames of the user's own summary, 0 for the others.</summary>
    Summaries,

    /// <summary>1 for single frames that represent the passages a user chose, 0 for the others.</summary>
    Marks,
}

/// <summary>A video with frame-by-frame annotations of its importance by several users.</summary>
/// <param name="Id">The video's name in its data set.</param>
/// <param name="Kind">The meaning of the values.</param>
/// <param name="Users">One value per user and frame, [users][frames].</param>
/// <remarks>Immutable by convention; safe to read from several threads.</remarks>
public sealed record AnnotatedVideo(string Id, AnnotationKind Kind, IReadOnlyList<float[]> Users)
{
    /// <summary>The number of frames, the same for every user.</summary>
    public int FrameCount => Users[0].Length;
}
