namespace Mmva.Tasks;

/// <summary>
/// Improves a path by exchanging tracks, as long as that lowers the sum of the squared errors and of the squared changes of the error from one track
/// to the next. The error of a track is its offset from its target, so that even steps along the targets cost nothing.
/// </summary>
internal sealed class PathSmoothing
{
    private const int MostRounds = 20;

    // tracks that are farther apart in the playlist rarely belong in the other order
    private const int Window = 12;
    private const double Worthwhile = 1e-9;

    private readonly ValenceArousal[] _targets;
    private readonly IReadOnlyList<TrackCandidate>?[] _candidates;
    private readonly PlaylistTrack[] _tracks;
    private readonly string?[] _groups;
    private readonly HashSet<string> _used;

    /// <param name="targets">The target of each slot.</param>
    /// <param name="candidates">The candidates of each slot, or <see langword="null"/> for one whose track stays.</param>
    /// <param name="tracks">The track of each slot, which is changed.</param>
    /// <param name="groups">The group of each track that may move.</param>
    public PathSmoothing(
        ValenceArousal[] targets, IReadOnlyList<TrackCandidate>?[] candidates, PlaylistTrack[] tracks, string?[] groups)
    {
        _targets = targets;
        _candidates = candidates;
        _tracks = tracks;
        _groups = groups;
        _used = new(groups.OfType<string>(), StringComparer.Ordinal);
    }

    public void Run(CancellationToken cancellationToken)
    {
        // only slots that changed, or whose neighbors did, can be improved in the next round
        var (changed, before) = (new bool[_tracks.Length], new bool[_tracks.Length]);
        Array.Fill(before, true);
        for (var round = 0; round < MostRounds && before.Contains(true); round++)
        {
            for (var i = 0; i < _tracks.Length; i++)
            {
                if (_candidates[i] is null) continue;
                cancellationToken.ThrowIfCancellationRequested();
                var isNear = IsNear(i);
                if (isNear && Replace(i)) changed[i] = true;
                for (var j = i + 1; j < Math.Min(i + Window, _tracks.Length); j++)
                    if (_candidates[j] is not null && (isNear || changed[i] || IsNear(j)) && Swap(i, j)) changed[i] = changed[j] = true;
            }
            (changed, before) = (before, changed);
            Array.Clear(changed);
        }

        bool IsNear(int slot)
        {
            for (var near = Math.Max(0, slot - 1); near <= Math.Min(slot + 1, _tracks.Length - 1); near++)
                if (before[near] || changed[near]) return true;
            return false;
        }
    }

    private bool Replace(int slot)
    {
        var (before, best, least) = (_tracks[slot], (TrackCandidate?)null, Cost(slot) - Worthwhile);
        foreach (var candidate in _candidates[slot]!)
        {
            if (candidate.Cost > least) break; // the candidates that follow are even farther from the target
            if (_used.Contains(candidate.Group) && candidate.Group != _groups[slot]) continue;
            _tracks[slot] = candidate.Track;
            if (Cost(slot) is var cost && cost < least) (best, least) = (candidate, cost);
        }
        _tracks[slot] = best?.Track ?? before;
        if (best is null) return false;
        _used.Remove(_groups[slot]!);
        _used.Add(best.Group);
        _groups[slot] = best.Group;
        return true;
    }

    private bool Swap(int i, int j)
    {
        var before = Cost(i, j);
        Exchange(i, j);
        if (Cost(i, j) < before - Worthwhile) return true;
        Exchange(i, j);
        return false;
    }

    private void Exchange(int i, int j)
    {
        (_tracks[i], _tracks[j]) = (_tracks[j], _tracks[i]);
        (_groups[i], _groups[j]) = (_groups[j], _groups[i]);
    }

    // what a slot contributes, with the steps before and after it
    private double Cost(int slot)
    {
        var (v, a) = Error(slot);
        var cost = v * v + a * a;
        if (slot > 0) cost += Change(slot - 1, v, a);
        if (slot + 1 < _tracks.Length) cost += Change(slot + 1, v, a);
        return cost;
    }

    // what two slots contribute; the step between neighbors counts once
    private double Cost(int i, int j)
    {
        var (v, a) = Error(i);
        return Cost(i) + Cost(j) - (j == i + 1 ? Change(j, v, a) : 0);
    }

    private double Change(int neighbor, double v, double a)
    {
        var (otherV, otherA) = Error(neighbor);
        return (v - otherV) * (v - otherV) + (a - otherA) * (a - otherA);
    }

    private (double Valence, double Arousal) Error(int slot)
    {
        var (track, target) = (_tracks[slot].Emotion, _targets[slot]);
        return ((double)track.Valence - target.Valence, (double)track.Arousal - target.Arousal);
    }
}
