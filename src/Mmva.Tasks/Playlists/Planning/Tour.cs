namespace Mmva.Tasks;

/// <summary>Orders tracks so that each resembles the next: the nearest that is left, improved by turning parts around.</summary>
internal static class Tour
{
    private const double Worthwhile = 1e-9;
    private const int MostRounds = 20;

    /// <summary>Orders tracks, from the calmest on.</summary>
    public static PlaylistTrack[] Order(IReadOnlyList<PlaylistTrack> tracks, CancellationToken cancellationToken)
    {
        var left = tracks.OrderBy(track => track.Emotion.Arousal).ThenBy(track => track.Id, StringComparer.Ordinal).ToList();
        var tour = new List<PlaylistTrack>(left.Count);
        while (left.Count > 0)
        {
            var next = tour.Count == 0 ? left[0] : left.MinBy(track => track.Emotion.DistanceTo(tour[^1].Emotion))!;
            tour.Add(next);
            left.Remove(next);
        }
        Improve(tour, cancellationToken);
        return [.. tour];
    }

    // the first track stays; the last may change
    private static void Improve(List<PlaylistTrack> tour, CancellationToken cancellationToken)
    {
        var improved = true;
        for (var round = 0; improved && round < MostRounds; round++)
        {
            improved = false;
            for (var i = 1; i < tour.Count - 1; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var j = i + 1; j < tour.Count; j++)
                {
                    var before = Step(i - 1, i) + (j + 1 < tour.Count ? Step(j, j + 1) : 0);
                    var after = Step(i - 1, j) + (j + 1 < tour.Count ? Step(i, j + 1) : 0);
                    if (after >= before - Worthwhile) continue;
                    tour.Reverse(i, j - i + 1);
                    improved = true;
                }
            }
        }

        double Step(int a, int b) => tour[a].Emotion.DistanceTo(tour[b].Emotion);
    }
}
