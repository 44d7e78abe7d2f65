namespace Mmva.Tasks;

/// <summary>Combines the arousal of images and of music, at the times of the images.</summary>
internal static class ArousalCurve
{
    /// <param name="images">The arousal of every frame; ignored if only the music counts.</param>
    /// <param name="music">The arousal of every segment of audio, from the start of the video.</param>
    /// <param name="segment">The duration of a segment.</param>
    /// <param name="frame">The duration of a frame.</param>
    /// <param name="source">The modality whose arousal counts.</param>
    public static float[] Combine(IReadOnlyList<float> images, IReadOnlyList<float> music, TimeSpan segment, TimeSpan frame, ArousalSource source)
    {
        if (source == ArousalSource.Images || (source == ArousalSource.Both && music.Count == 0)) return [.. images];
        var curve = new float[images.Count];
        for (var i = 0; i < curve.Length; i++)
        {
            var at = (int)((i + 0.5) * frame.TotalSeconds / segment.TotalSeconds);
            curve[i] = source == ArousalSource.Music ? music[Math.Min(at, music.Count - 1)]
                : at < music.Count ? (images[i] + music[at]) / 2
                : images[i];
        }
        return curve;
    }
}
