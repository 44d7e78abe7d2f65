namespace Mmva.Compact.Tests.Captions;

/// <summary>Music whose tempo and key are known, ten seconds at 16 kHz.</summary>
internal sealed class MadeUpMusic(double seconds = 10)
{
    public const int Rate = 16_000;

    // of the wave of a note
    private const int TableSize = 4096;

    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11], Minor = [0, 2, 3, 5, 7, 8, 10];

    // tonic, subdominant, dominant and tonic have all notes of a key, and only of one
    private static readonly int[] Progression = [0, 3, 4, 0];

    private static readonly float[] Wave = [.. Enumerable.Range(0, TableSize).Select(i =>
        (float)Enumerable.Range(1, 4).Sum(n => Math.Sin(2 * Math.PI * n * i / TableSize) / n))];

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
        for (var i = 0; i < 8; i++) music.Chord(i * 1.25, 1.25, tonic, isMinor, Progression[i % 4], 0.1);
        return music.Waveform;
    }

    /// <summary>Drums, a bass, chords and a melody, played with errors of up to 10 ms.</summary>
    /// <remarks>
    /// A chord lasts a bar, or a part of it if four bars would not fit into the ten seconds: music that stops at the subdominant or dominant, as slow
    /// music would, is in the key of that as much as in the one it was meant to be in.
    /// </remarks>
    /// <param name="style">0: every beat and half beat; 1: three beats; 2: long chords; 3: swing.</param>
    public static Waveform Mix(int seed, double tempo, int tonic, bool isMinor, int style)
    {
        var (music, random, beat) = (new MadeUpMusic(), new Random(seed), 60 / tempo);
        var bar = style == 1 ? 3 : 4;
        var beatsPerChord = Math.Min(bar, (int)(10 / beat) / Progression.Length);
        for (var b = 0; b * beat < 10; b++)
        {
            var (at, inBar, inChord) = (b * beat + 0.01 * random.NextDouble(), b % bar, b % beatsPerChord);
            var degree = Progression[b / beatsPerChord % Progression.Length];
            if (inChord == 0) music.Chord(at, beat * (style == 2 ? beatsPerChord : 0.9), tonic, isMinor, degree, 0.06);
            else if (style is 0 or 1) music.Chord(at, beat * 0.5, tonic, isMinor, degree, 0.05);
            if (style != 1 && inBar is 0 or 2) music.Kick(at);
            if (style is 0 or 3 && inBar is 1 or 3) music.Hit(at, 0.12, 0.25);
            if (style != 2) music.Hit(at, 0.03, 0.1);
            if (style == 0) music.Hit(at + beat / 2, 0.03, 0.08);
            if (style == 3 && inBar is 1 or 3) music.Hit(at + beat * 2 / 3, 0.03, 0.08);
            music.Note(at, beat * 0.9, 36 + Pitch(tonic, isMinor, degree, 0), 0.12);
            if (random.NextDouble() < 0.7) music.Note(at, beat * 0.9, 72 + Pitch(tonic, isMinor, degree, 2 * random.Next(3)) % 12, 0.1);
        }
        return music.Waveform;
    }

    /// <summary>Noise: white, pink (3 dB less in each octave) or brown (6 dB).</summary>
    public static Waveform Noise(string color = "white", double seconds = 10)
    {
        var music = new MadeUpMusic(seconds);
        double slow = 0, middle = 0, fast = 0;
        foreach (ref var x in music._samples.AsSpan())
        {
            var white = 2 * music._noise.NextDouble() - 1;
            slow += 0.002 * (white - slow);
            middle += 0.02 * (white - middle);
            fast += 0.2 * (white - fast);
            x = (float)(color switch { "white" => 0.2 * white, "pink" => slow + 0.5 * middle + 0.2 * fast + 0.05 * white, _ => 3 * slow });
        }
        return music.Waveform;
    }

    /// <summary>A single frequency.</summary>
    public static Waveform Sine(double frequency) =>
        new(Enumerable.Range(0, 10 * Rate).Select(i => (float)(0.2 * Math.Sin(2 * Math.PI * frequency * i / Rate))).ToArray(), Rate);

    /// <summary>Applause: hands that clap at random, so and so many times a second.</summary>
    public static Waveform Applause(int clapsPerSecond)
    {
        var (music, random) = (new MadeUpMusic(), new Random(2));
        for (var i = 0; i < 10 * clapsPerSecond; i++) music.Hit(10 * random.NextDouble(), 0.02, 0.2 * random.NextDouble());
        return music.Waveform;
    }

    private void Chord(double start, double length, int tonic, bool isMinor, int degree, double loudness)
    {
        foreach (var step in new[] { 0, 2, 4 }) Note(start, length, 60 + Pitch(tonic, isMinor, degree, step), loudness);
    }

    // semitones above C of a note of the triad on a degree of the scale
    private static int Pitch(int tonic, bool isMinor, int degree, int step)
    {
        var tone = degree + step;
        // the dominant of a minor key has its leading tone
        var raised = isMinor && degree == 4 && step == 2 ? 1 : 0;
        return tonic + (isMinor ? Minor : Major)[tone % 7] + 12 * (tone / 7) + raised;
    }

    private void Note(double start, double length, int pitch, double loudness)
    {
        var step = 440 * Math.Pow(2, (pitch - 69) / 12.0) / Rate * TableSize;
        var (index, decay, volume) = (0.0, Math.Exp(-2.0 / Rate), loudness);
        Add(start, length, t =>
        {
            index += step;
            volume *= decay;
            return volume * Math.Min(1, t / 0.01) * Math.Clamp((length - t) / 0.02, 0, 1) * Wave[(int)index % TableSize];
        });
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
