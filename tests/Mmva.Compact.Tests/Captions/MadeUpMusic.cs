namespace Mmva.Compact.Tests.Captions;

/// <summary>Music whose tempo and key are known, ten seconds at 16 kHz.</summary>
internal sealed class MadeUpMusic(double seconds = 10)
{
    public const int Rate = 16_000;

    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11], Minor = [0, 2, 3, 5, 7, 8, 10];

    private readonly float[] _samples = new float[(int)(seconds * Rate)];
    private readonly Random _noise = new(1);

    public Waveform Waveform => new(_samples, Rate);

    /// <summary>A metronome.</summary>
    public static Waveform Clicks(double tempo, double seconds = 10)
    {
        var music = new MadeUpMusic(seconds);
        for (var beat = 0; beat < seconds * tempo / 60; beat++) music.Hit(beat * 60 / tempo, 0.03, 0.5);
        return music.Waveform;
    }

    /// <summary>Tonic, subdominant, dominant and tonic, a second and a quarter each, twice.</summary>
    public static Waveform Cadence(int tonic, bool isMinor)
    {
        var music = new MadeUpMusic();
        int[] degrees = [0, 3, 4, 0, 0, 3, 4, 0];
        foreach (var (i, degree) in degrees.Index()) music.Chord(i * 1.25, 1.25, tonic, isMinor, degree, 0.1);
        return music.Waveform;
    }

    /// <summary>Drums, a bass, chords and a melody, played with errors of up to 10 ms.</summary>
    /// <param name="style">0: every beat and half beat; 1: three beats; 2: long chords; 3: swing.</param>
    public static Waveform Mix(int seed, double tempo, int tonic, bool isMinor, int style)
    {
        var (music, random, beat) = (new MadeUpMusic(), new Random(seed), 60 / tempo);
        var (bar, scale) = (style == 1 ? 3 : 4, isMinor ? Minor : Major);
        int[] degrees = [0, 3, 4, 0];
        for (var b = 0; b * beat < 10; b++)
        {
            var (at, inBar, degree) = (b * beat + 0.01 * random.NextDouble(), b % bar, degrees[b / bar % 4]);
            if (inBar == 0) music.Chord(at, beat * (style == 2 ? bar : 0.9), tonic, isMinor, degree, 0.06);
            else if (style is 0 or 1) music.Chord(at, beat * 0.5, tonic, isMinor, degree, 0.05);
            if (style != 1 && inBar is 0 or 2) music.Kick(at);
            if (style is 0 or 3 && inBar is 1 or 3) music.Hit(at, 0.12, 0.25);
            if (style != 2) music.Hit(at, 0.03, 0.1);
            if (style == 0) music.Hit(at + beat / 2, 0.03, 0.08);
            if (style == 3 && inBar is 1 or 3) music.Hit(at + beat * 2 / 3, 0.03, 0.08);
            music.Note(at, beat * 0.9, 36 + tonic + scale[degree % 7], 0.12);
            if (random.NextDouble() < 0.7) music.Note(at, beat * 0.9, 72 + tonic + scale[(degree + 2 * random.Next(3)) % 7], 0.1);
        }
        return music.Waveform;
    }

    /// <summary>White noise.</summary>
    public static Waveform Noise()
    {
        var music = new MadeUpMusic();
        foreach (ref var x in music._samples.AsSpan()) x = (float)(0.2 * (2 * music._noise.NextDouble() - 1));
        return music.Waveform;
    }

    private void Chord(double start, double length, int tonic, bool isMinor, int degree, double loudness)
    {
        var scale = isMinor ? Minor : Major;
        foreach (var step in new[] { 0, 2, 4 })
        {
            var tone = degree + step;
            // the dominant of a minor key has its leading tone
            var raised = isMinor && degree == 4 && step == 2 ? 1 : 0;
            Note(start, length, 60 + tonic + scale[tone % 7] + 12 * (tone / 7) + raised, loudness);
        }
    }

    private void Note(double start, double length, int pitch, double loudness)
    {
        var frequency = 440 * Math.Pow(2, (pitch - 69) / 12.0);
        Add(start, length, t => loudness * Math.Min(1, t / 0.01) * Math.Exp(-2 * t) * Math.Clamp((length - t) / 0.02, 0, 1)
            * Enumerable.Range(1, 4).Sum(n => Math.Sin(2 * Math.PI * n * frequency * t) / n));
    }

    private void Kick(double start) =>
        Add(start, 0.15, t => 0.5 * Math.Exp(-20 * t) * Math.Sin(2 * Math.PI * (50 * t + 3 * (1 - Math.Exp(-30 * t)))));

    private void Hit(double start, double length, double loudness) =>
        Add(start, length, t => loudness * Math.Exp(-4 * t / length) * (2 * _noise.NextDouble() - 1));

    private void Add(double start, double length, Func<double, double> sample)
    {
        for (var i = 0; i < length * Rate && (int)(start * Rate) + i < _samples.Length; i++)
            _samples[(int)(start * Rate) + i] += (float)sample((double)i / Rate);
    }
}
