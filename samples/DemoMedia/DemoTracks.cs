namespace DemoMedia;

/// <summary>Eight short tracks that differ in tempo, mode, timbre and loudness.</summary>
public static class DemoTracks
{
    private const double Seconds = 7;

    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11];
    private static readonly int[] Minor = [0, 2, 3, 5, 7, 8, 10];

    private static readonly Style[] Styles =
    [
        new("music box, slow, major", 66, Major, 72, Timbre.Bell, 0.16, Drums: 0, NotesPerBeat: 1, [0, 3, 4, 0]),
        new("strings, slow, minor", 52, Minor, 57, Timbre.Strings, 0.14, Drums: 0, NotesPerBeat: 1, [0, 5, 3, 4]),
        new("ukulele, quick, major", 118, Major, 67, Timbre.Pluck, 0.30, Drums: 0.25, NotesPerBeat: 2, [0, 4, 5, 3]),
        new("dance beat, major", 128, Major, 60, Timbre.Overdriven, 0.22, Drums: 0.8, NotesPerBeat: 4, [0, 5, 3, 4]),
        new("heavy riff, fast, minor", 156, Minor, 40, Timbre.Overdriven, 0.55, Drums: 0.9, NotesPerBeat: 4, [0, 0, 5, 4]),
        new("bells, altered scale", 84, [0, 1, 3, 6, 7, 8, 11], 64, Timbre.Bell, 0.2, Drums: 0, NotesPerBeat: 2, [0, 1, 3, 1]),
        new("strings, slow, major", 72, Major, 60, Timbre.Strings, 0.16, Drums: 0, NotesPerBeat: 1, [0, 3, 0, 4]),
        new("plucked strings, fast, minor", 140, Minor, 62, Timbre.Pluck, 0.34, Drums: 0.4, NotesPerBeat: 4, [0, 3, 5, 4]),
    ];

    public static void Write(string folder)
    {
        foreach (var style in Styles) File.WriteAllBytes(Path.Combine(folder, style.Name + ".wav"), Play(style));
    }

    private static byte[] Play(Style style)
    {
        var synthesizer = new Synthesizer(Seconds);
        var random = new Random(7);
        var beat = 60 / style.BeatsPerMinute;
        double Pitch(int degree) => style.Root + style.Scale[degree % 7] + 12 * (degree / 7);

        for (var n = 0; n * beat < Seconds; n++)
        {
            var (start, chord) = (n * beat, style.Chords[n / 2 % style.Chords.Length]);
            if (n % 2 == 0)
                foreach (var step in new[] { 0, 2, 4 })
                    synthesizer.Note(start, 1.9 * beat, Pitch(chord + step) - 12, 0.6 * style.Loudness, style.Timbre);
            for (var k = 0; k < style.NotesPerBeat; k++)
            {
                var degree = chord + new[] { 0, 2, 4, 7 }[random.Next(4)] + (random.Next(4) == 0 ? 1 : 0);
                synthesizer.Note(start + k * beat / style.NotesPerBeat, 0.9 * beat / style.NotesPerBeat, Pitch(degree), style.Loudness, style.Timbre);
            }
            if (style.Drums > 0)
            {
                synthesizer.Kick(start, style.Drums);
                if (n % 2 == 1) synthesizer.Noise(start, 0.15, 0.6 * style.Drums);
                synthesizer.Noise(start + beat / 2, 0.04, 0.35 * style.Drums);
            }
        }
        return synthesizer.ToWav();
    }

    private sealed record Style(
        string Name, double BeatsPerMinute, int[] Scale, int Root, Timbre Timbre, double Loudness, double Drums, int NotesPerBeat, int[] Chords);
}
