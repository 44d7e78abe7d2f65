using System.Numerics;

namespace Mmva.Tasks.Evaluation;

/// <summary>A summary as a set of frames, one bit each.</summary>
internal sealed class FrameSet
{
    private const int Bits = 64;

    private readonly ulong[] _words;

    private FrameSet(int frames) => _words = new ulong[(frames + Bits - 1) / Bits];

    public int Count { get; private set; }

    public static FrameSet OfShots(IReadOnlyList<bool> chosen, IReadOnlyList<int> lengths)
    {
        var set = new FrameSet(lengths.Sum());
        for (int shot = 0, start = 0; shot < lengths.Count; start += lengths[shot++])
            if (chosen[shot]) set.Add(start, lengths[shot]);
        return set;
    }

    public static FrameSet OfScores(ReadOnlySpan<float> summary)
    {
        var set = new FrameSet(summary.Length);
        for (var frame = 0; frame < summary.Length; frame++)
            if (summary[frame] > 0) set.Add(frame, 1);
        return set;
    }

    /// <summary>The harmonic mean of precision and recall against another summary of the same video; 0 if the two have nothing in common.</summary>
    public double FScore(FrameSet other)
    {
        var common = 0;
        for (var i = 0; i < _words.Length; i++) common += BitOperations.PopCount(_words[i] & other._words[i]);
        return common == 0 ? 0 : 2.0 * common / (Count + other.Count); // 2PR / (P + R)
    }

    // each frame once
    private void Add(int start, int length)
    {
        Count += length;
        for (var frame = start; frame < start + length; frame++) _words[frame / Bits] |= 1UL << (frame % Bits);
    }
}
