namespace Mmva;

/// <summary>Makes playlists from the music in an emotion index.</summary>
/// <remarks>
/// <para>Safe to use from several threads at once, if the index is.</para>
/// <para>
/// No track appears twice, and by default no artist (<see cref="PlaylistOptions.OnePerArtist"/>). If the index has fewer tracks than a playlist
/// needs, the playlist is shorter. If the length is a duration, the playlist misses it by less than one track; tracks that would take more than a
/// third of it, and more than ten minutes, are left out.
/// </para>
/// <para>The same index, request and seed give the same playlist.</para>
/// </remarks>
public interface IPlaylistMaker
{
    /// <summary>
    /// Makes a playlist that moves from stop to stop in even steps. Of all choices of different tracks it has the least sum of squared distances from
    /// its way, and is then smoothed: a zigzag is exchanged for tracks that are a little farther from the way.
    /// </summary>
    /// <param name="stops">At least one stop, in their order. A single point makes a playlist around it.</param>
    /// <param name="length">The length.</param>
    /// <param name="seed">
    /// Gives another playlist for each seed: half of the tracks, chosen by the seed, are passed over, unless the others are too few.
    /// <see langword="null"/> for the best playlist.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The playlist; empty if the index has no music.</returns>
    /// <exception cref="ArgumentException">
    /// There is no stop, the positions of stops do not ascend, a track appears twice, or there are more tracks among the stops than the length
    /// allows.
    /// </exception>
    /// <exception cref="PlaylistException">A stop is a track that the index does not contain, or that is not music.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<Playlist> FollowAsync(
        IReadOnlyList<PlaylistStop> stops, PlaylistLength length, ulong? seed = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a mix of tracks in a region, chosen by the seed and ordered so that each resembles the next, from the calmest on. If they are too few,
    /// those nearest to the center of the region follow.
    /// </summary>
    /// <param name="region">The region, such as that of a <see cref="MoodMix"/>.</param>
    /// <param name="length">The length.</param>
    /// <param name="seed">Gives another mix for each seed.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The playlist; empty if the index has no music.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The region is not valid.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<Playlist> MixAsync(EmotionRegion region, PlaylistLength length, ulong seed = 0, CancellationToken cancellationToken = default);
}
