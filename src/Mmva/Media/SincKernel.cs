namespace Mmva;

/// <summary>The low-pass filters of a resampling from:to, one for each phase, without the zeros that torchaudio's dense kernel has around each.</summary>
internal sealed class SincKernel
{
    private const int ZeroCrossings = 6;
    private const double Rolloff = 0.99;

    private SincKernel(int phases, int taps) => (Start, Taps, Weights) = (new int[phases], taps, new float[checked(phases * taps)]);

    /// <summary>The first input sample of each phase, counted from the first sample of its block.</summary>
    public int[] Start { get; }

    /// <summary>Input samples that an output sample is mixed from: a multiple of eight, the last ones with a weight of about 0.</summary>
    public int Taps { get; }

    /// <summary>Shape [phases, <see cref="Taps"/>].</summary>
    public float[] Weights { get; }

    /// <param name="from">Input rate, divided by the greatest common divisor.</param>
    /// <param name="to">Output rate, divided likewise.</param>
    /// <param name="phases">How many of the <paramref name="to"/> phases are needed.</param>
    public static SincKernel Create(int from, int to, int phases)
    {
        var cutoff = Math.Min(from, to) * Rolloff;
        var reach = ZeroCrossings * from / cutoff; // input samples to either side
        var kernel = new SincKernel(phases, ((2 * (int)Math.Ceiling(reach)) + 8) / 8 * 8);
        for (var phase = 0; phase < phases; phase++)
        {
            var start = (int)Math.Ceiling(((double)phase * from / to) - reach);
            kernel.Start[phase] = start;
            var weights = kernel.Weights.AsSpan(phase * kernel.Taps, kernel.Taps);
            for (var k = 0; k < weights.Length; k++) weights[k] = Weight(start + k, phase, from, to, (float)cutoff);
        }
        return kernel;
    }

    // in float32 throughout, as torchaudio computes it for float32 samples: its rounding is part of its result
    private static float Weight(int sample, int phase, int from, int to, float cutoff)
    {
        var t = Math.Clamp(((-phase / (float)to) + (sample / (float)from)) * cutoff, -ZeroCrossings, ZeroCrossings);
        var window = MathF.Cos(t * MathF.PI / ZeroCrossings / 2);
        t *= MathF.PI;
        return (t == 0 ? 1 : MathF.Sin(t) / t) * (window * window * (cutoff / from));
    }
}
