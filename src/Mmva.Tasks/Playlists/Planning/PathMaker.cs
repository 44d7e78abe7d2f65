namespace Mmva.Tasks;

/// <summary>Finds the tracks along a way.</summary>
internal sealed class PathMaker(TrackSupply supply, Arc arc)
{
    private const int FirstCandidates = 8, Growth = 4;
    private const int MostAttempts = 24;

    /// <summary>A path of a number of tracks, or of all that there are if they are fewer.</summary>
    public Task<PlaylistTrack[]> OfCountAsync(int count, CancellationToken cancellationToken) => AtAsync(Even(count), cancellationToken);

    /// <summary>A path that takes a time, give or take less than one of its tracks, unless all tracks together are shorter.</summary>
    public async Task<PlaylistTrack[]> OfDurationAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var least = Math.Max(1, arc.TrackCount);
        var near = await supply.NearestAsync(arc.At(0.5), FirstCandidates, cancellationToken).ConfigureAwait(false);
        var mean = supply.DurationOf(near.Tracks.Select(candidate => candidate.Track)) / Math.Max(1, near.Tracks.Count);
        var count = mean > TimeSpan.Zero ? (int)Math.Clamp(Math.Round(duration / mean), least, PlaylistLength.MaxTracks) : least;
        var (tried, best, positions) = (new HashSet<int>(), Array.Empty<PlaylistTrack>(), Even(count));
        for (var attempt = 0; attempt < MostAttempts && tried.Add(count); attempt++)
        {
            var path = await AtAsync(positions, cancellationToken).ConfigureAwait(false);
            var (total, bestTotal) = (supply.DurationOf(path), supply.DurationOf(best));
            // the shortest that is long enough; until there is one, the longest
            if (bestTotal < duration ? total > bestTotal : total >= duration && total < bestTotal) best = path;
            if (path.Length < count || path.Length == 0) break;
            mean = total / count;
            if (total >= duration && total - duration < mean) break;
            var next = (int)Math.Ceiling(Math.Min(duration / mean, PlaylistLength.MaxTracks));
            next = total < duration ? Math.Max(count + 1, next) : Math.Min(count - 1, next);
            // two numbers may alternate between too long and too short: then go up one by one
            if (tried.Contains(next) && total < duration) next = tried.Max() + 1;
            count = Math.Clamp(next, least, PlaylistLength.MaxTracks);
            positions = InTime(path, count);
        }
        return Shorten(best, duration);
    }

    // the track at each position, as near to the way as possible with a different one at each
    private async Task<PlaylistTrack[]> AtAsync(double[] positions, CancellationToken cancellationToken)
    {
        while (true)
        {
            var targets = Array.ConvertAll(positions, arc.At);
            var pinned = arc.Slots(positions);
            int[] free = [.. Enumerable.Range(0, positions.Length).Where(slot => !pinned.ContainsKey(slot))];
            var (lists, assignment, groups) = await AssignAsync([.. free.Select(slot => targets[slot])], cancellationToken).ConfigureAwait(false);
            var missing = assignment.GroupOf.Count(group => group < 0);
            if (missing == 0) return Smoothed(targets, pinned, free, lists, assignment, groups, cancellationToken);
            // all groups are listed, and they are too few
            if (supply.IsThinned) supply.IsThinned = false;
            else positions = Even(positions.Length - missing);
        }
    }

    private async Task<(TrackCandidates[] Lists, SlotAssignment Assignment, List<string> Groups)> AssignAsync(
        ValenceArousal[] targets, CancellationToken cancellationToken)
    {
        var (lists, counts) = (new TrackCandidates[targets.Length], new int[targets.Length]);
        var needy = Enumerable.Range(0, targets.Length).ToList();
        while (true)
        {
            foreach (var i in needy)
            {
                counts[i] = counts[i] == 0 ? FirstCandidates : (int)Math.Min((long)counts[i] * Growth, int.MaxValue);
                lists[i] = await supply.NearestAsync(targets[i], counts[i], cancellationToken).ConfigureAwait(false);
            }
            var (numbers, groups) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<string>());
            (int, double)[][] costs = [.. lists.Select(list => list.Tracks.Select(track => (Number(track.Group), track.Cost)).ToArray())];
            var assignment = SlotAssignment.Solve(costs, groups.Count, cancellationToken);
            needy = [.. Enumerable.Range(0, targets.Length).Where(i =>
                !lists[i].IsComplete && (assignment.GroupOf[i] < 0 || assignment.Potentials[i] > lists[i].Reach))];
            if (needy.Count == 0) return (lists, assignment, groups);

            int Number(string group)
            {
                if (!numbers.TryGetValue(group, out var number))
                {
                    numbers.Add(group, number = groups.Count);
                    groups.Add(group);
                }
                return number;
            }
        }
    }

    private static PlaylistTrack[] Smoothed(
        ValenceArousal[] targets, IReadOnlyDictionary<int, PlaylistTrack> pinned, int[] free, TrackCandidates[] lists, SlotAssignment assignment,
        List<string> names, CancellationToken cancellationToken)
    {
        var (tracks, groups) = (new PlaylistTrack[targets.Length], new string?[targets.Length]);
        var candidates = new IReadOnlyList<TrackCandidate>?[targets.Length];
        foreach (var (slot, track) in pinned) tracks[slot] = track;
        for (var i = 0; i < free.Length; i++)
        {
            var group = names[assignment.GroupOf[i]];
            candidates[free[i]] = lists[i].Tracks;
            groups[free[i]] = group;
            tracks[free[i]] = lists[i].Tracks.First(candidate => candidate.Group == group).Track;
        }
        new PathSmoothing(targets, candidates, tracks, groups).Run(cancellationToken);
        return tracks;
    }

    // drops tracks between the ends until the time is nearest to the one wanted, those first that are missed least
    private PlaylistTrack[] Shorten(PlaylistTrack[] path, TimeSpan duration)
    {
        var (tracks, pinned) = (path.ToList(), arc.Tracks.OfType<PlaylistTrack>().ToHashSet());
        while (true)
        {
            var over = supply.DurationOf(tracks) - duration;
            if (over <= TimeSpan.Zero) return [.. tracks];
            var inside = Enumerable.Range(1, Math.Max(0, tracks.Count - 2)).Where(i => !pinned.Contains(tracks[i])).ToList();
            // without anything between them, an end that is only near a point is dropped
            if (inside.Count == 0 && tracks.Count > 1) inside.AddRange(new[] { tracks.Count - 1, 0 }.Where(i => !pinned.Contains(tracks[i])));
            if (inside.Count == 0) return [.. tracks];
            var isLast = inside.Any(i => supply.DurationOf(tracks[i]) >= over);
            var dropped = isLast ? inside.MinBy(i => (over - supply.DurationOf(tracks[i])).Duration()) : inside.MinBy(Gap);
            if (isLast && (over - supply.DurationOf(tracks[dropped])).Duration() >= over) return [.. tracks];
            tracks.RemoveAt(dropped);
        }

        double Gap(int i) => i > 0 && i + 1 < tracks.Count ? tracks[i - 1].Emotion.DistanceTo(tracks[i + 1].Emotion) : 0;
    }

    private static double[] Even(int count) => [.. Enumerable.Range(0, count).Select(i => count == 1 ? 0 : i / (count - 1.0))];

    // when the slots of another number of tracks are played, if the tracks are as long along the way as those of a path
    private double[] InTime(PlaylistTrack[] path, int count)
    {
        if (path.Length < 2) return Even(count);
        var (middles, time) = (new double[path.Length], 0.0);
        for (var i = 0; i < path.Length; i++)
        {
            var seconds = supply.DurationOf(path[i]).TotalSeconds;
            middles[i] = time + seconds / 2;
            time += seconds;
        }
        return Array.ConvertAll(Even(count), share =>
        {
            var at = share * (path.Length - 1);
            var i = Math.Min((int)at, path.Length - 2);
            var middle = middles[i] + (at - i) * (middles[i + 1] - middles[i]);
            return (middle - middles[0]) / (middles[^1] - middles[0]);
        });
    }
}
