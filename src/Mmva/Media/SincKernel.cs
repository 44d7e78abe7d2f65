namespace Mmva;

/// <summary>The low-pass filters of resampling, one per phase, without the zeros around each in torchaudio's dense kernel.</summary>
internal sealed class SincKernel
{
    private const int ZeroCrossings = 6;
    private const double Rolloff = 0.99;

    private SincKernel(int phases, int taps)
    {
        Start = new int[phases];
        Taps = taps;
        Weights = new float[checked(phases * taps)];
    }

    /// <summary>The first input sample of each phase, relative to the first sample of its block.</summary>
    public int[] Start { get; }

    /// <summary>The number of input samples per output sample, a multiple of eight; the last ones have a weight of about 0.</summary>
    public int Taps { get; }

    /// <summary>The weights, [phases, <see cref="Taps"/>].</summary>
    public float[] Weights { get; }

    /// <param name="from">The input rate, divided by the greatest common divisor of both rates.</param>
    /// <param name="to">The output rate, divided by the same.</param>
    /// <param name="phases">How many of the <paramref name="to"/> phases are needed.</param>
    public static SincKernel Create(int from, int to, int phases)
    {
        var cutoff = Math.Min(from, to) * Rolloff;
        var reach = ZeroCrossings * from / cutoff; // input samples on either side
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

    // float32 throughout, as in torchaudio: its rounding is part of its result
    private static float Weight(int sample, int phase, int from, int to, float cutoff)
    {
        var t = Math.Clamp(((-phase / (float)to) + (sample / (float)from)) * cutoff, -ZeroCrossings, ZeroCrossings);
        var window = MathF.Cos(t * MathF.PI / ZeroCrossings / 2);
        t *= MathF.PI;
        return (t == 0 ? 1 : MathF.Sin(t) / t) * (window * window * (cutoff / from));
    }
}
