using Mmva.Data;

namespace DemoMedia;

/// <summary>A very small synthesizer: notes and drum hits are added into one buffer, which becomes a 16-bit WAV file.</summary>
internal sealed class Synthesizer(double seconds)
{
    public const int SampleRate = 22050;

    private readonly float[] _samples = new float[(int)(seconds * SampleRate)];
    private readonly Random _noise = new(1);

    /// <summary>Adds a note: seconds, a MIDI note number (69 is 440 Hz) and an amplitude.</summary>
    public void Note(double start, double length, double pitch, double loudness, Timbre timbre)
    {
        var frequency = 440 * Math.Pow(2, (pitch - 69) / 12);
        var (attack, release, fade) = timbre switch
        {
            Timbre.Bell => (0.002, 0.05, 2.2),
            Timbre.Pluck => (0.003, 0.03, 5.0),
            Timbre.Strings => (0.18, 0.35, 0.15),
            _ => (0.005, 0.04, 0.6),
        };
        for (var i = 0; i < (length + release) * SampleRate; i++)
        {
            var at = (int)(start * SampleRate) + i;
            if (at >= _samples.Length) return;
            var t = (double)i / SampleRate;
            var envelope = Math.Min(1, t / attack) * Math.Exp(-fade * t) * Math.Clamp((length + release - t) / release, 0, 1);
            _samples[at] += (float)(loudness * envelope * Wave(timbre, frequency, t));
        }
    }

    /// <summary>Adds a bass drum: a falling sine.</summary>
    public void Kick(double start, double loudness) => Hit(
        start, 0.18, t => loudness * Math.Exp(-18 * t) * Math.Sin(2 * Math.PI * (48 * t + 3.2 * (1 - Math.Exp(-30 * t)))));

    /// <summary>Adds a burst of noise: a snare drum when long, a hi-hat when short.</summary>
    public void Noise(double start, double length, double loudness) => Hit(
        start, length, t => loudness * Math.Exp(-4 * t / length) * (2 * _noise.NextDouble() - 1));

    /// <summary>The finished audio, softly limited, as a WAV file.</summary>
    public byte[] ToWav() => WavFile.Encode(new(_samples.Select(MathF.Tanh).ToArray(), SampleRate));

    private void Hit(double start, double length, Func<double, double> sample)
    {
        for (var i = 0; i < length * SampleRate; i++)
        {
            var at = (int)(start * SampleRate) + i;
            if (at >= _samples.Length) return;
            _samples[at] += (float)sample((double)i / SampleRate);
        }
    }

    private static double Wave(Timbre timbre, double f, double t)
    {
        double Partial(double n) => f * n < 0.45 * SampleRate ? Math.Sin(2 * Math.PI * f * n * t) : 0;
        return timbre switch
        {
            Timbre.Bell => Partial(1) + 0.5 * Partial(2.76) + 0.25 * Partial(5.4),
            Timbre.Strings => Enumerable.Range(1, 7).Sum(n => Partial(n * (1 + 0.0015 * Math.Sin(2 * Math.PI * 5 * t))) / n) * 0.7,
            Timbre.Pluck => Enumerable.Range(1, 6).Sum(n => Partial(n) * Math.Exp(-2 * n * t) / n),
            _ => Math.Tanh(6 * Enumerable.Range(1, 5).Sum(n => Partial(n) / n)), // an overdriven saw
        };
    }
}

internal enum Timbre { Bell, Pluck, Strings, Overdriven }
