namespace Mmva.Tasks;

/// <summary>The clips of music as the items of a knapsack: all of one length, except the last.</summary>
/// <param name="Arousal">The arousal of every clip; 0 for clips behind the end of the audio, which are never chosen.</param>
/// <param name="Lengths">The lengths of the clips, in cells.</param>
/// <param name="Curve">The arousal of every cell.</param>
/// <param name="Cell">The duration of a cell; the last one may be shorter.</param>
internal sealed record MusicClips(IReadOnlyList<float> Arousal, IReadOnlyList<int> Lengths, float[] Curve, TimeSpan Cell)
{
    // fine enough for the last clip, and for the best part of a clip where a whole one is too long
    private const int CellsPerClip = 20;

    /// <param name="music">The arousal of every clip of audio, at least one.</param>
    /// <param name="clip">The duration of a clip.</param>
    /// <param name="duration">The duration of the video.</param>
    public static MusicClips Of(IReadOnlyList<float> music, TimeSpan clip, TimeSpan duration)
    {
        var cell = clip / CellsPerClip;
        var cells = Math.Max(1, (int)Math.Ceiling(duration / cell - 1e-6));
        var (arousal, lengths) = (new List<float>(), new List<int>());
        for (var start = 0; start < cells; start += lengths[^1])
        {
            // the reader drops a rest of less than half a clip, which belongs to the last clip
            var left = cells - start;
            var isLast = left <= CellsPerClip || (left < 1.5 * CellsPerClip && arousal.Count + 1 == music.Count);
            arousal.Add(arousal.Count < music.Count ? music[arousal.Count] : 0);
            lengths.Add(isLast ? left : CellsPerClip);
        }
        return new(arousal, lengths, [.. arousal.Zip(lengths, (value, length) => Enumerable.Repeat(value, length)).SelectMany(x => x)], cell);
    }
}
