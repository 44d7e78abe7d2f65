using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mmva;

/// <summary>Changes the sample rate as <c>torchaudio.functional.resample</c> does with its defaults: a sinc in a Hann window, 6 zero crossings wide, cut at 0.99 of the lower rate.</summary>
/// <remarks>Equal to torchaudio within float rounding. Pure functions: safe from any thread.</remarks>
public static class AudioResampling
{
    /// <summary>Resamples; a waveform that has the rate already is returned as it is.</summary>
    /// <param name="waveform">The sound.</param>
    /// <param name="sampleRate">The rate of the result (Hz), at least 1.</param>
    /// <returns>About ⌈samples · new rate / old rate⌉ samples: torchaudio rounds that product to float32 first, and so does this.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is below 1, or the result would not fit into an array.</exception>
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
        Filter(input, from, to, SincKernel.Create(from, to, phases: (int)Math.Min(to, length)), output);
        return new Waveform(output, sampleRate);
    }

    // a program that resamples one clip should not spend it in code that is not yet optimised
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Filter(ReadOnlySpan<float> input, int from, int to, SincKernel kernel, Span<float> output)
    {
        // output j = block · to + phase is centred on input block · from + phase · from / to
        for (int phase = 0, block = 0, j = 0; j < output.Length; j++)
        {
            var start = ((long)block * from) + kernel.Start[phase];
            var weights = kernel.Weights.AsSpan(phase * kernel.Taps, kernel.Taps);
            if (start >= 0 && start + kernel.Taps <= input.Length)
            {
                ref var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(input), (nint)start);
                ref var w = ref MemoryMarshal.GetReference(weights);
                var sum = Vector256<float>.Zero;
                for (nuint k = 0; k < (nuint)weights.Length; k += (nuint)Vector256<float>.Count) sum += Vector256.LoadUnsafe(ref x, k) * Vector256.LoadUnsafe(ref w, k);
                output[j] = Vector256.Sum(sum);
            }
            else
            {
                // beyond its ends the sound is silent
                var sum = 0f;
                for (var k = 0; k < weights.Length; k++)
                    if (start + k >= 0 && start + k < input.Length) sum += input[(int)(start + k)] * weights[k];
                output[j] = sum;
            }
            if (++phase == to) (phase, block) = (0, block + 1);
        }
    }

    private static long OutputLength(int length, int from, int to)
    {
        var rounded = (long)MathF.Ceiling((float)((double)to * length / from));
        return Math.Min(rounded, ((long)(length / from) + 1) * to);
    }

    private static int Gcd(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
