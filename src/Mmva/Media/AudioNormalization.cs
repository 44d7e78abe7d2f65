using System.Numerics.Tensors;

namespace Mmva;

/// <summary>Normalizes the loudness of audio.</summary>
public static class AudioNormalization
{
    /// <summary>What a prediction for silence says.</summary>
    internal const string SilenceNotice = "it is silent, so its point is meaningless";

    // −70 dBFS, as a sample
    private const float InaudiblePeak = 3.1622777e-4f;

    // the relative gate of ITU-R BS.1770: blocks of 400 ms that are 10 dB or more below the mean count as pauses
    internal const double BlockSeconds = 0.4, Gate = 0.1;

    internal const double DefaultFloor = -70;

    /// <summary>Scales audio to a given level. The level is the mean power without pauses.</summary>
    /// <param name="waveform">The audio.</param>
    /// <param name="decibels">The target level relative to full scale (dBFS; a full-scale sine is at −3).</param>
    /// <param name="floor">The level (dBFS) at and below which audio is silence.</param>
    /// <returns>The scaled audio, whose samples can exceed full scale, or <see langword="null"/> for silence.</returns>
    /// <exception cref="ArgumentException">Samples are not finite, or so large that their power is not finite.</exception>
    public static Waveform? ToLevel(Waveform waveform, double decibels, double floor = DefaultFloor)
    {
        ArgumentNullException.ThrowIfNull(waveform);
        var power = GatedPower(waveform);
        if (!double.IsFinite(power)) throw new ArgumentException("The audio contains samples that are not finite.", nameof(waveform));
        if (power <= Math.Pow(10, floor / 10)) return null;
        var result = new float[waveform.Samples.Length];
        TensorPrimitives.Multiply(waveform.Samples.Span, (float)Math.Sqrt(Math.Pow(10, decibels / 10) / power), result);
        return new(result, waveform.SampleRate);
    }

    /// <summary>Whether no sample is above the default floor of <see cref="ToLevel"/>.</summary>
    internal static bool IsInaudible(ReadOnlySpan<float> samples) => Math.Abs(TensorPrimitives.MaxMagnitude(samples)) <= InaudiblePeak;

    private static double GatedPower(Waveform waveform)
    {
        var samples = waveform.Samples.Span;
        var block = Math.Max(1, (int)(waveform.SampleRate * BlockSeconds));
        // a remainder shorter than half a block belongs to the last block
        var powers = new double[Math.Max(1, (samples.Length + block / 2) / block)];
        for (var i = 0; i < powers.Length; i++)
        {
            var part = i < powers.Length - 1 ? samples.Slice(i * block, block) : samples[(i * block)..];
            foreach (var x in part) powers[i] += (double)x * x / part.Length;
        }
        var gate = Gate * powers.Average();
        return double.IsFinite(gate) ? powers.Where(p => p >= gate).Average() : double.NaN;
    }

    /// <summary>Computes (x − mean) / √(variance + epsilon) over all samples, with the population variance, in double precision.</summary>
    /// <param name="waveform">The audio; silence gives zeros.</param>
    /// <param name="epsilon">Prevents near-silence from being amplified to full loudness.</param>
    public static Waveform ZeroMeanUnitVariance(Waveform waveform, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(waveform);
        var samples = waveform.Samples.Span;
        double sum = 0, squares = 0;
        foreach (var x in samples) sum += x;
        var mean = sum / samples.Length;
        foreach (var x in samples) squares += (x - mean) * (x - mean);

        var result = new float[samples.Length];
        TensorPrimitives.Subtract(samples, (float)mean, result);
        TensorPrimitives.Multiply(result, (float)(1 / Math.Sqrt((squares / samples.Length) + epsilon)), result);
        return new Waveform(result, waveform.SampleRate);
    }
}
