using Microsoft.Extensions.Options;

namespace Mmva.Tasks;

/// <summary>Makes playlists from an index.</summary>
/// <remarks>Safe to use from several threads at once, if the index is.</remarks>
public sealed class PlaylistMaker : IPlaylistMaker
{
    // a track that takes more than this share of a playlist, and is longer than a song, is left out
    private const int LargestShare = 3;
    private static readonly TimeSpan LongSong = TimeSpan.FromMinutes(10);

    private readonly IEmotionIndex _index;
    private readonly PlaylistOptions _options;

    /// <summary>Creates a maker of playlists.</summary>
    /// <param name="index">Contains the tracks.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public PlaylistMaker(IEmotionIndex index, PlaylistOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        _index = index;
        _options = (options ?? new()).Validated(new PlaylistOptionsValidator());
    }

    /// <inheritdoc/>
    public async Task<Playlist> FollowAsync(
        IReadOnlyList<PlaylistStop> stops, PlaylistLength length, ulong? seed = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stops);
        ThrowIfUnset(length);
        if (stops.Count == 0) throw new ArgumentException("A playlist needs at least one stop: a point or a track.", nameof(stops));
        var ids = stops.Where(stop => stop.TrackId is not null).Select(stop => stop.TrackId!).ToList();
        if (ids.GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"The track '{twice.Key}' is among the stops twice; a playlist contains each track once.", nameof(stops));
        if (ids.Count > (length.Tracks ?? PlaylistLength.MaxTracks))
            throw new ArgumentException($"There are {ids.Count} tracks among the stops, more than the length of the playlist allows.", nameof(stops));

        var supply = new TrackSupply(_index, _options, LongestOf(length), seed);
        var tracks = new PlaylistTrack?[stops.Count];
        for (var i = 0; i < tracks.Length; i++)
            if (stops[i].TrackId is { } id) tracks[i] = await supply.TakeAsync(id, cancellationToken).ConfigureAwait(false);
        var maker = new PathMaker(supply, Arc.Through(stops, tracks));
        var path = await (length.Tracks is { } count
            ? maker.OfCountAsync(count, cancellationToken)
            : maker.OfDurationAsync(length.Duration!.Value, cancellationToken)).ConfigureAwait(false);
        return new(path, supply.DurationOf(path));
    }

    /// <inheritdoc/>
    public async Task<Playlist> MixAsync(
        EmotionRegion region, PlaylistLength length, ulong seed = 0, CancellationToken cancellationToken = default)
    {
        region.ThrowIfInvalid();
        ThrowIfUnset(length);
        var supply = new TrackSupply(_index, _options, LongestOf(length));
        var maker = new MixMaker(_index, supply, region, seed);
        var tracks = await (length.Tracks is { } count
            ? maker.OfCountAsync(count, cancellationToken)
            : maker.OfDurationAsync(length.Duration!.Value, cancellationToken)).ConfigureAwait(false);
        return new(Tour.Order(tracks, cancellationToken), supply.DurationOf(tracks));
    }

    private static TimeSpan? LongestOf(PlaylistLength length)
    {
        if (length.Duration is not { } duration) return null;
        var longest = duration / LargestShare;
        return longest > LongSong ? longest : duration < LongSong ? duration : LongSong;
    }

    private static void ThrowIfUnset(PlaylistLength length)
    {
        if (length == default)
            throw new ArgumentException(
                $"The length is not set; use {nameof(PlaylistLength)}.{nameof(PlaylistLength.OfTracks)} or {nameof(PlaylistLength.OfDuration)}.",
                nameof(length));
    }
}
