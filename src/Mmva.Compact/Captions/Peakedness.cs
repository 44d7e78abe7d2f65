using System.Numerics.Tensors;
using Mmva.Encoders;

namespace Mmva.Compact;

/// <summary>
/// How far single frequencies stand out of the spectrum, which distinguishes tones from noise of any color: the logarithm of the ratio of the
/// arithmetic and the geometric mean of the power, within third octaves. Louder bands and moments count more, by their amplitude.
/// </summary>
/// <remarks>
/// The power of noise has an exponential distribution, whose value is Euler's constant, 0.577; low bands, which have few frequencies, have less.
/// </remarks>
internal static class Peakedness
{
    private const int SampleRate = OnsetCurve.SampleRate, FrameSize = 8192, Bins = FrameSize / 2 + 1, Hop = FrameSize / 2;

    private const double Lowest = 40, Highest = 6400, BandRatio = 1.2599210498948732;

    // far below the power of the quietest sound, so that digital silence is not infinitely far from anything
    private const float Floor = 1e-12f;

    private static readonly float[] Hann =
        [.. Enumerable.Range(0, FrameSize).Select(i => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / FrameSize)))];
    private static readonly int[] Edges = BandEdges();

    /// <summary>Computes the value; audio shorter than a frame is repeated to fill one.</summary>
    /// <param name="samples">16 kHz, at a level of about −20 dBFS.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static double Of(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        var frames = samples.Length < FrameSize ? 1 : 1 + (samples.Length - FrameSize) / Hop;
        var (spectrum, atOnce) = (new PowerSpectrum(FrameSize), PowerSpectrum.FramesAtOnce);
        var (input, power, logarithms) = (new float[atOnce * FrameSize], new float[atOnce * Bins], new float[Bins]);
        double sum = 0, weight = 1e-9;
        for (var first = 0; first < frames; first += atOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(atOnce, frames - first);
            for (var i = 0; i < count; i++)
            {
                var frame = input.AsSpan(i * FrameSize, FrameSize);
                if (samples.Length >= FrameSize) samples.Slice((first + i) * Hop, FrameSize).CopyTo(frame);
                else for (var k = 0; k < FrameSize; k++) frame[k] = samples[k % samples.Length];
                TensorPrimitives.Multiply(frame, Hann, frame);
            }
            spectrum.Compute(input.AsSpan(0, count * FrameSize), power);
            for (var i = 0; i < count; i++)
            {
                var own = power.AsSpan(i * Bins, Bins);
                TensorPrimitives.Add(own, Floor, own);
                TensorPrimitives.Log(own, logarithms);
                for (var band = 0; band + 1 < Edges.Length; band++)
                {
                    var (from, width) = (Edges[band], Edges[band + 1] - Edges[band]);
                    var mean = TensorPrimitives.Sum<float>(own.Slice(from, width)) / width;
                    var amplitude = Math.Sqrt(mean);
                    sum += amplitude * (Math.Log(mean) - TensorPrimitives.Sum<float>(logarithms.AsSpan(from, width)) / width);
                    weight += amplitude;
                }
            }
        }
        return sum / weight;
    }

    private static int[] BandEdges()
    {
        var edges = new List<int>();
        for (var frequency = Lowest; frequency <= Highest; frequency *= BandRatio) edges.Add((int)Math.Round(frequency * FrameSize / SampleRate));
        return [.. edges];
    }
}
