using NAudio.Wave;

namespace Mmva.NAudio.Tests;

/// <summary>A synthetic provider: each channel is a function of the time in seconds.</summary>
internal sealed class Tone(int rate, double seconds, params Func<double, double>[] channels) : ISampleProvider
{
    private readonly long _samples = (long)Math.Round(rate * seconds) * channels.Length;
    private long _at;

    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(rate, channels.Length);

    /// <summary>The most samples that one call returns: providers may return less than was asked for.</summary>
    public int AtOnce { get; init; } = int.MaxValue;

    public int Read(Span<float> buffer)
    {
        var count = (int)Math.Min(_samples - _at, Math.Min(buffer.Length, AtOnce));
        for (var i = 0; i < count; i++, _at++) buffer[i] = (float)channels[_at % channels.Length]((double)(_at / channels.Length) / rate);
        return count;
    }

    public static Func<double, double> Sine(double hertz, double amplitude = 0.5) => t => amplitude * Math.Sin(2 * Math.PI * hertz * t);

    public static float[] All(ISampleProvider provider)
    {
        var all = new List<float>();
        var buffer = new float[1000 * provider.WaveFormat.Channels];
        while (provider.Read(buffer) is > 0 and var read) all.AddRange(buffer[..read]);
        return [.. all];
    }
}
