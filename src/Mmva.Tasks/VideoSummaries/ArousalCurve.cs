namespace Mmva.Tasks;

/// <summary>Brings the arousal of pictures and of music together, on the pictures' grid of time.</summary>
internal static class ArousalCurve
{
    /// <param name="images">One number per frame; not looked at where only the music counts.</param>
    /// <param name="music">The arousal of every segment of sound, from the begin of the video on.</param>
    /// <param name="segment">How long each segment is.</param>
    /// <param name="frame">How long each frame stands.</param>
    /// <param name="source">Whose arousal counts.</param>
    public static float[] Combine(IReadOnlyList<float> images, IReadOnlyList<float> music, TimeSpan segment, TimeSpan frame, ArousalSource source)
    {
        if (source == ArousalSource.Images || (source == ArousalSource.Both && music.Count == 0)) return [.. images];
        var curve = new float[images.Count];
        for (var i = 0; i < curve.Length; i++)
        {
            var heard = (int)((i + 0.5) * frame.TotalSeconds / segment.TotalSeconds);
            curve[i] = source == ArousalSource.Music ? music[Math.Min(heard, music.Count - 1)]
                : heard < music.Count ? (images[i] + music[heard]) / 2
                : images[i];
        }
        return curve;
    }
}
