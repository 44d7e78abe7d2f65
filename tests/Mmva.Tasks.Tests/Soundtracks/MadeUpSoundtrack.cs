namespace Mmva.Tasks.Tests;

/// <summary>A soundtrack of pictures and tracks that need not exist.</summary>
internal static class MadeUpSoundtrack
{
    /// <param name="folder">The folder of pictures and tracks.</param>
    /// <param name="parts">For each part the file of its track, the track's length, how often it is played, and the pictures' lengths.</param>
    public static Soundtrack Of(string folder, params (string Track, double Length, int Plays, double[] Pictures)[] parts)
    {
        var (built, start, number) = (new List<SoundtrackPart>(), TimeSpan.Zero, 0);
        foreach (var (file, length, plays, pictures) in parts)
        {
            var slides = new List<SoundtrackSlide>();
            var from = start;
            foreach (var seconds in pictures)
            {
                var path = Path.Combine(folder, $"{++number}.png");
                var picture = new SoundtrackPicture(path, new(0.25f, 0.75f)) { Thumbnail = new byte[] { 1, 2, 3 } };
                slides.Add(new(picture, from, from += TimeSpan.FromSeconds(seconds), 0.5));
            }
            var track = new SoundtrackTrack(Path.Combine(folder, file), new(0.5f, 0.5f), TimeSpan.FromSeconds(length));
            built.Add(new(track, start, from, 0.5, plays, slides));
            start = from;
        }
        return new(built, 0.5, 0, []) { Crossfade = TimeSpan.FromSeconds(2), FadeOut = TimeSpan.FromSeconds(3) };
    }
}
