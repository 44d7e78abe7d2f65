using NAudio.Wave;

namespace Mmva.NAudio;

/// <summary>Passes audio through unchanged, and to a monitor.</summary>
internal sealed class MonitoredProvider(ISampleProvider source, EmotionMonitor monitor) : ISampleProvider
{
    public WaveFormat WaveFormat => source.WaveFormat;

    public int Read(Span<float> buffer)
    {
        var read = source.Read(buffer);
        monitor.Write(buffer[..read]);
        return read;
    }
}
