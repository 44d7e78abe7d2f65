namespace Mmva.Data;

/// <summary>A clip of EMOPIA as audio.</summary>
/// <param name="Clip">The clip, with its quadrant and its group.</param>
/// <param name="Path">The WAV file.</param>
public sealed record RenderedClip(EmopiaClip Clip, string Path)
{
    /// <summary>The audio with a point of its quadrant that stands for the weak label; see <see cref="EmopiaClip.EmotionAt"/>.</summary>
    /// <param name="distance">How far valence and arousal each lie from 0.5, above 0 and at most 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The distance is out of its range.</exception>
    public RatedItem ToRatedItem(float distance) => new(Clip.Id, Path, Clip.EmotionAt(distance), Clip.Group);
}
