namespace Mmva;

/// <summary>Decoded sound: one channel (the mean of a file's channels) of samples, full scale at −1 and 1.</summary>
/// <remarks>Immutable by convention: whoever hands over the samples no longer writes to them. Safe to read from several threads.</remarks>
public sealed class Waveform
{
    /// <summary>Wraps samples.</summary>
    /// <param name="samples">At least one sample.</param>
    /// <param name="sampleRate">Samples a second (Hz), at least 1.</param>
    /// <exception cref="ArgumentException">No sample, or a rate below 1 Hz.</exception>
    public Waveform(ReadOnlyMemory<float> samples, int sampleRate)
    {
        if (samples.IsEmpty) throw new ArgumentException("A waveform needs at least one sample.", nameof(samples));
        if (sampleRate < 1) throw new ArgumentException($"A sample rate of {sampleRate} Hz: it must be at least 1.", nameof(sampleRate));
        (Samples, SampleRate) = (samples, sampleRate);
    }

    /// <summary>The samples, in time order.</summary>
    public ReadOnlyMemory<float> Samples { get; }

    /// <summary>Samples a second (Hz).</summary>
    public int SampleRate { get; }

    /// <summary>How long it sounds.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);
}
