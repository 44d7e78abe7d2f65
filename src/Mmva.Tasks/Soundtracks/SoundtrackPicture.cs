namespace Mmva;

/// <summary>A picture of a slideshow, or a shot of a video.</summary>
/// <param name="Path">The file; of a shot, the video.</param>
/// <param name="Emotion">How it feels: valence and arousal, each from 0 to 1.</param>
/// <param name="Length">How long it is shown, above zero, or <see langword="null"/> for the choice of the planner.</param>
/// <remarks>Immutable; safe to read from several threads.</remarks>
public sealed record SoundtrackPicture(string Path, ValenceArousal Emotion, TimeSpan? Length = null)
{
    /// <summary>Where a shot starts in its video, or <see langword="null"/> for a picture.</summary>
    public TimeSpan? VideoStart { get; init; }

    /// <summary>A small JPEG for pages; empty for none.</summary>
    public ReadOnlyMemory<byte> Thumbnail { get; init; }
}
