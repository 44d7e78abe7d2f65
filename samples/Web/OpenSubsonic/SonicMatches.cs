using Mmva;
using Web.Music;

namespace Web.OpenSubsonic;

/// <param name="Similarity">Eq. 1 with the song that was asked about or that the path starts with: 1 for the same point, towards 0 far away.</param>
internal sealed record SonicMatch(Track Track, double Similarity);

/// <summary>Finds tracks that feel like another one, and ways from one to another.</summary>
internal sealed class SonicMatches(
    IEmotionIndex index, IPlaylistMaker playlists, MusicLibrary library, EmotionalSimilarity similarity)
{
    /// <summary>The nearest tracks, most similar first, without the track itself.</summary>
    /// <exception cref="SubsonicException">There is no such track.</exception>
    public async Task<IReadOnlyList<SonicMatch>> SimilarAsync(string id, int count, CancellationToken cancellationToken)
    {
        var track = Find(id);
        var near = await index.NearestAsync(track.Emotion, count + 1, Modality.Music, cancellationToken);
        return [.. Known(near.Select(match => match.Item.Id)).Where(other => other.Id != id).Take(count).Select(other => Match(track, other))];
    }

    /// <summary>A path of even steps from one track to another, without repeats; shorter if there are fewer tracks.</summary>
    /// <exception cref="SubsonicException">There is no such track, or there is no room for both.</exception>
    public async Task<IReadOnlyList<SonicMatch>> PathAsync(string startId, string endId, int count, CancellationToken cancellationToken)
    {
        var (start, end) = (Find(startId), Find(endId));
        if (startId == endId) return [Match(start, start)];
        if (count < 2) throw new SubsonicException(SubsonicException.Generic, "A path between two songs has at least 2: raise 'count'.");
        var path = await playlists.FollowAsync(
            [PlaylistStop.Track(startId), PlaylistStop.Track(endId)], PlaylistLength.OfTracks(count), cancellationToken: cancellationToken);
        return [.. Known(path.Tracks.Select(track => track.Id)).Select(track => Match(start, track))];
    }

    private Track Find(string id) => library.TryFind(id, out var track)
        ? track
        : throw new SubsonicException(SubsonicException.NotFound, $"There is no song '{id}', or it has not been read yet.");

    // an item is in the index a moment before its track is in the library
    private IEnumerable<Track> Known(IEnumerable<string> ids)
    {
        foreach (var id in ids)
            if (library.TryFind(id, out var track)) yield return track;
    }

    private SonicMatch Match(Track from, Track track) => new(track, similarity.Score(from.Emotion, track.Emotion));
}
