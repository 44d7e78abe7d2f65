using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mmva;

/// <summary>
/// Changes the sample rate like <c>torchaudio.functional.resample</c> with its defaults: a Hann-windowed sinc, 6 zero crossings wide,
/// with a cutoff at 0.99 of the lower rate.
/// </summary>
/// <remarks>Equal to torchaudio within float rounding. Safe to call from several threads.</remarks>
public static class AudioResampling
{
    /// <summary>Resamples audio. A waveform that already has the rate is returned unchanged.</summary>
    /// <param name="waveform">The audio.</param>
    /// <param name="sampleRate">The new sample rate (Hz), at least 1.</param>
    /// <returns>About ⌈samples · new rate / old rate⌉ samples; like torchaudio, this rounds the product to float32 first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is below 1, or the result does not fit into an array.</exception>
    public static Waveform Resample(Waveform waveform, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(waveform);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        if (sampleRate == waveform.SampleRate) return waveform;

        var gcd = Gcd(waveform.SampleRate, sampleRate);
        var (from, to) = (waveform.SampleRate / gcd, sampleRate / gcd);
        var input = waveform.Samples.Span;
        var length = OutputLength(input.Length, from, to);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(sampleRate));
        var output = new float[length];
        Filter(input, 0, from, to, SincKernel.Create(from, to, phases: (int)Math.Min(to, length)), 0, output);
        return new Waveform(output, sampleRate);
    }

    /// <summary>Computes a part of the output from a part of the input. Audio is silent beyond the part that is given.</summary>
    /// <param name="input">The samples.</param>
    /// <param name="offset">The index of the first of them in the whole audio.</param>
    /// <param name="from">The input rate, divided by the greatest common divisor of both rates.</param>
    /// <param name="to">The output rate, divided by the same.</param>
    /// <param name="kernel">The filters.</param>
    /// <param name="first">The index of the first sample of <paramref name="output"/> in the whole output.</param>
    /// <param name="output">The result.</param>
    // a program that resamples a single clip would otherwise run code that is not yet optimized
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Filter(
        ReadOnlySpan<float> input, long offset, int from, int to, SincKernel kernel, long first, Span<float> output)
    {
        // output j = block · to + phase is centered on input block · from + phase · from / to
        var (block, phase) = (first / to, (int)(first % to));
        for (var j = 0; j < output.Length; j++)
        {
            var start = (block * from) + kernel.Start[phase] - offset;
            var weights = kernel.Weights.AsSpan(phase * kernel.Taps, kernel.Taps);
            if (start >= 0 && start + kernel.Taps <= input.Length)
            {
                ref var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(input), (nint)start);
                ref var w = ref MemoryMarshal.GetReference(weights);
                var sum = Vector256<float>.Zero;
                for (nuint k = 0; k < (nuint)weights.Length; k += (nuint)Vector256<float>.Count)
                    sum += Vector256.LoadUnsafe(ref x, k) * Vector256.LoadUnsafe(ref w, k);
                output[j] = Vector256.Sum(sum);
            }
            else
            {
                var sum = 0f;
                for (var k = 0; k < weights.Length; k++)
                    if (start + k >= 0 && start + k < input.Length) sum += input[(int)(start + k)] * weights[k];
                output[j] = sum;
            }
            if (++phase == to) (phase, block) = (0, block + 1);
        }
    }

    /// <summary>The samples of the output.</summary>
    internal static long OutputLength(long length, int from, int to)
    {
        var rounded = (long)MathF.Ceiling((float)((double)to * length / from));
        return Math.Min(rounded, ((length / from) + 1) * to);
    }

    internal static int Gcd(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
