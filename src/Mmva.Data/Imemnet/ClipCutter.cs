namespace Mmva.Data;

/// <summary>Divides rated songs into two-second clips and joins consecutive ones.</summary>
internal static class ClipCutter
{
    private const double ClipSeconds = 2;

    private static readonly int RatingsPerClip = (int)(ClipSeconds / RatingsOverTime.Step.TotalSeconds);

    /// <summary>
    /// The clips of a song. Every clip starts a joined one of <paramref name="join"/> consecutive clips that lie within the ratings; a song with
    /// fewer clips gives one of all that it has, and a song without a whole clip none.
    /// </summary>
    public static IEnumerable<(string Id, TimeSpan Start, TimeSpan Duration, Rating Rating)> Cut(
        RatingsOverTime song, ImemnetSegmentation segmentation, int join)
    {
        var shift = segmentation == ImemnetSegmentation.Imemnet ? 2 : 3;
        var ratingStart = song.Start.TotalSeconds;
        var first = (int)Math.Ceiling((ratingStart + shift) / ClipSeconds - 1e-9);
        var skip = (int)Math.Round((ClipSeconds * first - shift - ratingStart) / RatingsOverTime.Step.TotalSeconds);
        var clips = Math.Max(0, song.Ratings.Count - skip) / RatingsPerClip;
        var joined = Math.Min(join, clips);
        for (var i = 0; joined > 0 && i + joined <= clips; i++)
        {
            var ratings = song.Ratings.Skip(skip + i * RatingsPerClip).Take(joined * RatingsPerClip).ToList();
            var n = first + i;
            yield return (
                $"{song.Id}-{n}", TimeSpan.FromSeconds(ClipSeconds * n - shift), TimeSpan.FromSeconds(ClipSeconds * joined), Rating.MeanOf(ratings));
        }
    }
}
