using System.Numerics;
using System.Numerics.Tensors;

namespace Mmva.Encoders;

/// <summary>
/// The input of musicnn: log10(10,000 · mel power + 1) of 16 kHz audio, 62.5 frames of 96 bands per second (upstream: <c>musicnn.extractor</c>).
/// </summary>
/// <remarks>
/// Frames are centered on every 256th sample; beyond its ends the audio is reflected, repeatedly if it is very short. Has working memory: use one
/// instance per thread.
/// </remarks>
internal sealed class LogMelSpectrogram
{
    public const int SampleRate = 16_000, Bands = 96, WindowFrames = 187;

    internal const int FrameSize = 512, Hop = 256, Bins = FrameSize / 2 + 1;

    internal static readonly float[] Filters = MelFilters.Create(Bands, FrameSize, SampleRate);

    // the bins that a band covers: about 3 in 100 weights are not zero
    private static readonly (int Start, int Count)[] Spans = [.. Enumerable.Range(0, Bands).Select(SpanOf)];

    // periodic Hann
    internal static readonly float[] Hann = [.. Enumerable.Range(0,
        FrameSize).Select(i => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / FrameSize)))];

    private readonly PowerSpectrum _spectrum = new(FrameSize);
    private readonly float[] _frames = new float[PowerSpectrum.FramesAtOnce * FrameSize];

    /// <summary>The number of frames of an audio, including those that fill no window.</summary>
    public static int FrameCount(int samples) => 1 + samples / Hop;

    /// <summary>Whole windows; shorter audio is repeated to fill one.</summary>
    public static int WindowCount(int samples) => Math.Max(1, FrameCount(samples) / WindowFrames);

    /// <summary>Writes one window [187, 96].</summary>
    /// <param name="samples">16 kHz audio of one channel.</param>
    /// <param name="index">The index of the window.</param>
    /// <param name="window">187 × 96 values.</param>
    public void Window(ReadOnlySpan<float> samples, int index, Span<float> window)
    {
        var frames = FrameCount(samples.Length);
        var own = Math.Min(frames, WindowFrames);
        Compute(samples, index * WindowFrames, window[..(own * Bands)]);
        for (var frame = own; frame < WindowFrames; frame++) window.Slice((frame - own) * Bands, Bands).CopyTo(window[(frame * Bands)..]);
    }

    /// <summary>Writes frames [count, 96], as many as fit.</summary>
    public void Compute(ReadOnlySpan<float> samples, int firstFrame, Span<float> logMel)
    {
        var frames = logMel.Length / Bands;
        Span<float> sums = stackalloc float[Vector<float>.Count];
        for (int first = 0, count; first < frames; first += count)
        {
            count = Math.Min(PowerSpectrum.FramesAtOnce, frames - first);
            for (var i = 0; i < count; i++)
            {
                var frame = _frames.AsSpan(i * FrameSize, FrameSize);
                Cut(samples, (firstFrame + first + i) * Hop - FrameSize / 2, frame);
                TensorPrimitives.Multiply(frame, Hann, frame);
            }
            var power = _spectrum.Compute(_frames.AsSpan(0, count * FrameSize));
            for (var band = 0; band < Bands; band++)
            {
                var (start, bins) = Spans[band];
                var sum = Vector<float>.Zero;
                for (var bin = start; bin < start + bins; bin++) sum += power[bin] * Filters[band * Bins + bin];
                sum.CopyTo(sums);
                for (var i = 0; i < count; i++) logMel[(first + i) * Bands + band] = sums[i];
            }
        }
        TensorPrimitives.Multiply(logMel, 10_000f, logMel);
        TensorPrimitives.Add(logMel, 1f, logMel);
        TensorPrimitives.Log10(logMel, logMel);
    }

    private static void Cut(ReadOnlySpan<float> samples, int start, Span<float> frame)
    {
        if (start >= 0 && start + FrameSize <= samples.Length)
        {
            samples.Slice(start, FrameSize).CopyTo(frame);
            return;
        }
        var period = Math.Max(1, 2 * (samples.Length - 1));
        for (var i = 0; i < FrameSize; i++)
        {
            var at = Math.Abs(start + i) % period;
            frame[i] = samples[at < samples.Length ? at : period - at];
        }
    }

    private static (int Start, int Count) SpanOf(int band)
    {
        var weights = Filters.AsSpan(band * Bins, Bins);
        var start = weights.IndexOfAnyExcept(0f);
        return (start, weights.LastIndexOfAnyExcept(0f) + 1 - start);
    }
}
