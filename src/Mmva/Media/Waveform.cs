namespace Mmva;

/// <summary>Decoded audio: one channel (the mean of a file's channels) of samples, with full scale at −1 and 1.</summary>
/// <remarks>Immutable by convention: do not write to the samples after passing them. Safe to read from several threads.</remarks>
public sealed class Waveform
{
    /// <summary>Wraps samples.</summary>
    /// <param name="samples">The samples in time order, at least one.</param>
    /// <param name="sampleRate">The sample rate (Hz), at least 1.</param>
    /// <exception cref="ArgumentException">There are no samples, or the rate is below 1.</exception>
    public Waveform(ReadOnlyMemory<float> samples, int sampleRate)
    {
        if (samples.IsEmpty) throw new ArgumentException("A waveform needs at least one sample.", nameof(samples));
        if (sampleRate < 1) throw new ArgumentException($"The sample rate is {sampleRate} Hz; it must be at least 1.", nameof(sampleRate));
        (Samples, SampleRate) = (samples, sampleRate);
    }

    /// <summary>The samples, in time order.</summary>
    public ReadOnlyMemory<float> Samples { get; }

    /// <summary>The sample rate (Hz).</summary>
    public int SampleRate { get; }

    /// <summary>The duration.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);
}
