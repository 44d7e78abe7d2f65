using System.Numerics.Tensors;

namespace Mmva.Media;

/// <summary>Brings sound to the loudness that a network was trained on.</summary>
public static class AudioNormalization
{
    /// <summary>(x − mean) / √(variance + epsilon) over all samples, with the population variance, in double precision.</summary>
    /// <param name="waveform">The sound; silence gives zeros.</param>
    /// <param name="epsilon">Keeps near-silence from being blown up to full loudness.</param>
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
