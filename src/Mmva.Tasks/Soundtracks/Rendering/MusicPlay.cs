namespace Mmva.Tasks;

/// <summary>A track as it is heard once: from its beginning, with fades where it overlaps others.</summary>
/// <param name="Track">The track.</param>
/// <param name="Start">When it starts.</param>
/// <param name="Length">How long it plays, both fades included.</param>
/// <param name="FadeIn">How long it fades in, while the one before fades out.</param>
/// <param name="FadeOut">How long it fades out.</param>
internal readonly record struct MusicPlay(SoundtrackTrack Track, TimeSpan Start, TimeSpan Length, TimeSpan FadeIn, TimeSpan FadeOut)
{
    /// <summary>Everything that is heard, in order; each overlaps only the next.</summary>
    public static IReadOnlyList<MusicPlay> Of(Soundtrack soundtrack)
    {
        // a track that is played several times in a row is cut into equal lengths, so that the last one is not a fragment
        var plays = soundtrack.Parts
            .SelectMany(part => Enumerable.Range(0, part.Plays).Select(play => (part.Track, Start: part.Start + (part.Length * play / part.Plays))))
            .ToList();
        var music = new List<MusicPlay>(plays.Count);
        for (var i = 0; i < plays.Count; i++)
        {
            var end = i + 1 < plays.Count ? plays[i + 1].Start : soundtrack.Length;
            var (length, fadeIn) = (end - plays[i].Start, i == 0 ? TimeSpan.Zero : music[^1].FadeOut);
            if (i + 1 == plays.Count)
            {
                music.Add(new(plays[i].Track, plays[i].Start, length, fadeIn, Least(soundtrack.FadeOut, length / 2)));
                break;
            }
            // half of the next one is free for its own fade at its end
            var next = (i + 2 < plays.Count ? plays[i + 2].Start : soundtrack.Length) - end;
            var overlap = Least(Least(soundtrack.Crossfade, next / 2), plays[i].Track.Length - length);
            overlap = overlap < TimeSpan.Zero ? TimeSpan.Zero : overlap;
            music.Add(new(plays[i].Track, plays[i].Start, length + overlap, fadeIn, overlap));
        }
        return music;

        static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
    }
}
