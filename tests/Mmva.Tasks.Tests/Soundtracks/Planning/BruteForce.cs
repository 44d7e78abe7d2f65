namespace Mmva.Tasks.Tests;

/// <summary>Tries every plan: all cuts, with all different tracks. Written from the documentation, without the planner's code.</summary>
internal sealed class BruteForce(IReadOnlyList<SoundtrackPicture> pictures, IReadOnlyList<SoundtrackTrack> tracks, SoundtrackOptions options)
{
    private readonly EmotionalSimilarity _similarity = new();
    private readonly double _mean = pictures.Average(picture => (picture.Length ?? options.PictureLength).TotalSeconds);

    public double Best()
    {
        var once = From(0, 0, 0, again: false);
        return double.IsNegativeInfinity(once) ? From(0, 0, 0, again: true) : once;
    }

    private double From(int start, int used, int parts, bool again)
    {
        if (start == pictures.Count) return 0;
        var best = double.NegativeInfinity;
        if (parts == options.MaximumTracks) return best;
        for (var end = start + 1; end <= pictures.Count; end++)
        {
            var isAll = start == 0 && end == pictures.Count;
            var (shortest, longest) = (Sum(start, end, options.ShortestPicture), Sum(start, end, options.LongestPicture));
            if (!isAll && longest < options.MinimumLength.TotalSeconds) continue;
            var needed = isAll ? shortest : Math.Max(shortest, options.MinimumLength.TotalSeconds);
            for (var t = 0; t < tracks.Count; t++)
            {
                if ((used & (1 << t)) != 0) continue;
                var usable = Math.Max(tracks[t].Length.TotalSeconds - options.Crossfade.TotalSeconds, tracks[t].Length.TotalSeconds / 2);
                var plays = Math.Max(1, (int)Math.Ceiling((needed - 1e-3) / usable));
                if (plays > 1 && !again) continue;
                var score = Enumerable.Range(start, end - start).Sum(i =>
                    _similarity.Score(pictures[i].Emotion, tracks[t].Emotion) * (pictures[i].Length ?? options.PictureLength).TotalSeconds / _mean);
                var value = score - (plays - 1) * options.ChangeCost - (start == 0 ? 0 : options.ChangeCost);
                best = Math.Max(best, value + From(end, used | (1 << t), parts + 1, again));
            }
        }
        return best;
    }

    private double Sum(int start, int end, TimeSpan fitted) => Enumerable.Range(start, end - start)
        .Sum(i => (pictures[i].Length ?? (options.FitToTracks ? fitted : options.PictureLength)).TotalSeconds);
}
