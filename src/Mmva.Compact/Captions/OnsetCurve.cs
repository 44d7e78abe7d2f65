using System.Numerics.Tensors;
using Mmva.Encoders;

namespace Mmva.Compact;

/// <summary>How strongly sounds begin, 100 times a second: the rise of the logarithmic spectrum, in bands, above its usual rise.</summary>
internal static class OnsetCurve
{
    public const int SampleRate = 16_000, FramesPerSecond = 100;

    private const int FrameSize = 1024, Hop = SampleRate / FramesPerSecond, Bins = FrameSize / 2 + 1, Bands = 32;

    // between frames that are compared: neighbors overlap too much
    private const int Step = 2;

    // of the local mean, in frames in each direction
    private const int Neighborhood = 40;

    private static readonly float[] Hann =
        [.. Enumerable.Range(0, FrameSize).Select(i => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / FrameSize)))];
    private static readonly int[] Edges = BandEdges();

    /// <summary>Computes the curve; audio shorter than a frame has an empty one.</summary>
    /// <param name="samples">16 kHz, at a level of about −20 dBFS.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static float[] Compute(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        var frames = samples.Length < FrameSize ? 0 : 1 + (samples.Length - FrameSize) / Hop;
        if (frames <= Step) return [];
        var (spectrum, atOnce) = (new PowerSpectrum(FrameSize), PowerSpectrum.FramesAtOnce);
        var (input, power) = (new float[atOnce * FrameSize], new float[atOnce * Bins]);
        var levels = new float[frames * Bands];
        for (var first = 0; first < frames; first += atOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(atOnce, frames - first);
            for (var i = 0; i < count; i++)
                TensorPrimitives.Multiply(samples.Slice((first + i) * Hop, FrameSize), Hann, input.AsSpan(i * FrameSize, FrameSize));
            spectrum.Compute(input.AsSpan(0, count * FrameSize), power);
            for (var i = 0; i < count; i++) Levels(power.AsSpan(i * Bins, Bins), levels.AsSpan((first + i) * Bands, Bands));
        }
        var rises = new float[frames];
        for (var frame = Step; frame < frames; frame++)
        {
            ReadOnlySpan<float> now = levels.AsSpan(frame * Bands, Bands), before = levels.AsSpan((frame - Step) * Bands, Bands);
            for (var band = 0; band < Bands; band++) rises[frame] += Math.Max(0, now[band] - before[band]) / Bands;
        }
        return AboveUsual(rises);
    }

    private static void Levels(ReadOnlySpan<float> power, Span<float> levels)
    {
        for (var band = 0; band < Bands; band++)
        {
            var part = power[Edges[band]..Edges[band + 1]];
            levels[band] = MathF.Log(1 + TensorPrimitives.Sum(part) / part.Length);
        }
    }

    private static float[] AboveUsual(float[] rises)
    {
        var sums = new double[rises.Length + 1];
        for (var i = 0; i < rises.Length; i++) sums[i + 1] = sums[i] + rises[i];
        var result = new float[rises.Length];
        for (var i = 0; i < rises.Length; i++)
        {
            var (from, to) = (Math.Max(0, i - Neighborhood), Math.Min(rises.Length, i + Neighborhood + 1));
            result[i] = Math.Max(0, rises[i] - (float)((sums[to] - sums[from]) / (to - from)));
        }
        return result;
    }

    // bands of equal width on a logarithmic scale from 60 Hz to 8 kHz, none narrower than a bin
    private static int[] BandEdges()
    {
        const double Lowest = 60.0 * FrameSize / SampleRate;
        var edges = new int[Bands + 1];
        for (var i = 0; i <= Bands; i++)
            edges[i] = Math.Max(i == 0 ? 1 : edges[i - 1] + 1, (int)Math.Round(Lowest * Math.Pow(Bins / Lowest, i / (double)Bands)));
        edges[Bands] = Bins;
        return edges;
    }
}
