namespace Mmva.Tasks;

/// <summary>Chooses the tracks of a mix.</summary>
internal sealed class MixMaker(IEmotionIndex index, TrackSupply supply, EmotionRegion region, ulong seed)
{
    private const int FirstCandidates = 64, Growth = 4;

    private readonly SortedSet<(ulong Hash, string Id)> _order = [];
    private readonly Dictionary<string, (ulong Hash, PlaylistTrack Track)> _byGroup = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groupOf = new(StringComparer.Ordinal);

    /// <summary>Chooses a number of tracks.</summary>
    public async Task<PlaylistTrack[]> OfCountAsync(int count, CancellationToken cancellationToken)
    {
        var tracks = await DrawAsync(count, cancellationToken).ConfigureAwait(false);
        await FillAsync(tracks, () => tracks.Count >= count, cancellationToken).ConfigureAwait(false);
        return [.. tracks];
    }

    /// <summary>Chooses tracks that take a time, give or take less than one of them, unless all tracks together are shorter.</summary>
    public async Task<PlaylistTrack[]> OfDurationAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var drawn = await DrawAsync(PlaylistLength.MaxTracks, cancellationToken).ConfigureAwait(false);
        var (tracks, total) = (new List<PlaylistTrack>(), TimeSpan.Zero);
        for (var i = 0; i < drawn.Count && total < duration; i++)
        {
            tracks.Add(drawn[i]);
            total += supply.DurationOf(drawn[i]);
        }
        await FillAsync(
            tracks, () => supply.DurationOf(tracks) >= duration || tracks.Count == PlaylistLength.MaxTracks, cancellationToken).ConfigureAwait(false);
        var over = supply.DurationOf(tracks) - duration;
        var dropped = tracks.Count > 1 ? tracks.MinBy(track => (over - supply.DurationOf(track)).Duration()) : null;
        if (over > TimeSpan.Zero && dropped is not null && (over - supply.DurationOf(dropped)).Duration() < over) tracks.Remove(dropped);
        return [.. tracks];
    }

    // the tracks whose hashes are smallest, one of each group: a random choice that does not depend on the order of the index
    private async Task<List<PlaylistTrack>> DrawAsync(int count, CancellationToken cancellationToken)
    {
        await foreach (var item in index.WithinAsync(region, Modality.Music, cancellationToken).ConfigureAwait(false))
        {
            var hash = TrackSupply.Hash(seed, item.Id);
            if (_order.Count == count && hash >= _order.Max.Hash) continue;
            if (supply.Find(item) is not var (track, group)) continue;
            if (_byGroup.TryGetValue(group, out var other))
            {
                if (other.Hash <= hash) continue;
                Remove(group);
            }
            _byGroup.Add(group, (hash, track));
            _groupOf.Add(track.Id, group);
            _order.Add((hash, track.Id));
            if (_order.Count > count) Remove(_groupOf[_order.Max.Id]);
        }
        foreach (var group in _byGroup.Keys) supply.Take(group);
        return [.. _order.Select(entry => _byGroup[_groupOf[entry.Id]].Track)];
    }

    private void Remove(string group)
    {
        var (hash, track) = _byGroup[group];
        _byGroup.Remove(group);
        _groupOf.Remove(track.Id);
        _order.Remove((hash, track.Id));
    }

    // adds those nearest to the center of the region
    private async Task FillAsync(List<PlaylistTrack> tracks, Func<bool> isEnough, CancellationToken cancellationToken)
    {
        for (long count = FirstCandidates; !isEnough(); count *= Growth)
        {
            var near = await supply.NearestAsync(region.Center, (int)Math.Min(count, int.MaxValue), cancellationToken).ConfigureAwait(false);
            foreach (var candidate in near.Tracks)
            {
                if (isEnough()) return;
                supply.Take(candidate.Group);
                tracks.Add(candidate.Track);
            }
            if (near.IsComplete) return;
        }
    }
}
