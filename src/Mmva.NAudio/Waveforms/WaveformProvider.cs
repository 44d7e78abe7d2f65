using NAudio.Wave;

namespace Mmva.NAudio;

/// <summary>The samples of a waveform. Not thread-safe.</summary>
internal sealed class WaveformProvider(Waveform waveform) : ISampleProvider
{
    private int _at;

    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(waveform.SampleRate, 1);

    public int Read(Span<float> buffer)
    {
        var part = waveform.Samples.Span[_at..];
        part = part[..Math.Min(part.Length, buffer.Length)];
        part.CopyTo(buffer);
        _at += part.Length;
        return part.Length;
    }
}
