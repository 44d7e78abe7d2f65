namespace Mmva.Tasks;

/// <summary>A soundtrack as a playlist (M3U8).</summary>
internal static class SoundtrackPlaylist
{
    public static void Write(Soundtrack soundtrack, string path) => M3uFile.WriteWithOptions(path, soundtrack.Parts.SelectMany(EntriesOf));

    private static IEnumerable<(TrackInfo Track, string? Option)> EntriesOf(SoundtrackPart part)
    {
        var track = new TrackInfo(part.Track.Path, part.Track.Length, Title: part.Track.Title);
        var stop = FormattableString.Invariant($"#EXTVLCOPT:stop-time={part.Length.TotalSeconds / part.Plays:0.###}");
        return Enumerable.Repeat((track, (string?)stop), part.Plays);
    }
}
