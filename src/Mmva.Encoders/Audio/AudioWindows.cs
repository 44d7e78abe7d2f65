using System.Numerics.Tensors;

namespace Mmva.Encoders;

/// <summary>
/// Divides audio into the fewest windows of at most a given length, all of equal length and evenly spread: no short remainder is left at the end,
/// so that every window has the same weight. If the length cannot be divided, neighbors overlap by a sample.
/// </summary>
/// <param name="Count">The number of windows.</param>
/// <param name="Length">The samples of each window.</param>
internal readonly record struct AudioWindows(int Count, int Length)
{
    private readonly int _samples;

    private AudioWindows(int samples, int count, int length) : this(count, length) => _samples = samples;

    /// <summary>The samples that a window may have.</summary>
    public static int Longest(double seconds, int sampleRate) => Math.Max(1, (int)(seconds * sampleRate));

    /// <param name="samples">The samples of the whole audio, at least 1.</param>
    /// <param name="longest">The samples that a window may have, at least 1.</param>
    public static AudioWindows Plan(int samples, int longest)
    {
        var count = (samples - 1) / longest + 1;
        return new(samples, count, (samples - 1) / count + 1);
    }

    /// <summary>The mean of the features of all windows.</summary>
    /// <param name="samples">The whole audio.</param>
    /// <param name="longest">The samples that a window may have.</param>
    /// <param name="encode">
    /// Writes the features of one window. Windows run one by one: no window affects another, a run occupies the processor, and several at once would
    /// only take more memory.
    /// </param>
    /// <param name="mean">All zeros; the mean is written here.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static void Average(
        ReadOnlyMemory<float> samples, int longest, Action<ReadOnlyMemory<float>, Memory<float>> encode, Span<float> mean,
        CancellationToken cancellationToken)
    {
        var windows = Plan(samples.Length, longest);
        var features = new float[mean.Length];
        for (var w = 0; w < windows.Count; w++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            encode(samples.Slice(windows.Start(w), windows.Length), features);
            TensorPrimitives.Add(mean, features, mean);
        }
        TensorPrimitives.Divide(mean, windows.Count, mean);
    }

    /// <summary>The first sample of a window.</summary>
    public int Start(int window) => Count == 1 ? 0 : (int)((long)window * (_samples - Length) / (Count - 1));
}
