using Mmva.Data;

namespace TrainCompact;

/// <summary>A clip of EMOPIA as sound.</summary>
/// <param name="Clip">The clip, with its quadrant and its group.</param>
/// <param name="Path">The WAV file.</param>
internal sealed record RenderedClip(EmopiaClip Clip, string Path)
{
    /// <summary>The sound with a point of its quadrant that stands for the weak label; see <see cref="EmopiaClip.EmotionAt"/>.</summary>
    public RatedItem ToRatedItem(float distance) => new(Clip.Id, Path, Clip.EmotionAt(distance), Clip.Group);
}

/// <summary>How far the rendering is.</summary>
/// <param name="Done">Clips whose sound is there.</param>
/// <param name="Total">All clips that are asked for.</param>
internal readonly record struct RenderingProgress(int Done, int Total);
