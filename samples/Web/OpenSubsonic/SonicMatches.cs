using Mmva;
using Web.Music;

namespace Web.OpenSubsonic;

/// <param name="Similarity">Eq. 1 with the song that was asked about or that the path starts with: 1 for the same point, towards 0 far away.</param>
internal sealed record SonicMatch(Track Track, double Similarity);

/// <summary>Finds tracks that feel like another one, and ways from one to another.</summary>
internal sealed class SonicMatches(IEmotionIndex index, MusicLibrary library, EmotionalSimilarity similarity)
{
    /// <summary>The nearest tracks, most similar first, without the track itself.</summary>
    /// <exception cref="SubsonicException">There is no such track.</exception>
    public async Task<IReadOnlyList<SonicMatch>> SimilarAsync(string id, int count, CancellationToken cancellationToken)
    {
        var track = Find(id);
        var near = await index.NearestAsync(track.Emotion, count + 1, Modality.Music, cancellationToken);
        return [.. Known(near).Where(other => other.Id != id).Take(count).Select(other => Match(track, other))];
    }

    /// <summary>
    /// A path from one track to another without repeats: the tracks nearest to even steps between the two, in the direction of the path. It is
    /// shorter than <paramref name="count"/> if tracks in between are few.
    /// </summary>
    /// <exception cref="SubsonicException">There is no such track, or there is no room for both.</exception>
    public async Task<IReadOnlyList<SonicMatch>> PathAsync(string startId, string endId, int count, CancellationToken cancellationToken)
    {
        var (start, end) = (Find(startId), Find(endId));
        if (startId == endId) return [Match(start, start)];
        if (count < 2) throw new SubsonicException(SubsonicException.Generic, "A path between two songs has at least 2: raise 'count'.");
        var length = start.Emotion.DistanceTo(end.Emotion);
        var (used, between) = (new HashSet<string> { startId, endId }, new List<Track>());
        for (var step = 1; step < count - 1; step++)
        {
            var point = Between(start.Emotion, end.Emotion, step / (count - 1f));
            var near = await index.NearestAsync(point, used.Count + 1, Modality.Music, cancellationToken);
            // farther from the way than the way is long would be a detour
            var next = Known(near).FirstOrDefault(track => !used.Contains(track.Id) && track.Emotion.DistanceTo(point) <= length);
            if (next is null) continue;
            used.Add(next.Id);
            between.Add(next);
        }
        return [.. between.OrderBy(track => Progress(start.Emotion, end.Emotion, track.Emotion)).Prepend(start).Append(end)
            .Select(track => Match(start, track))];
    }

    private Track Find(string id) => library.TryFind(id, out var track)
        ? track
        : throw new SubsonicException(SubsonicException.NotFound, $"There is no song '{id}', or it has not been read yet.");

    // an item is in the index a moment before its track is in the library
    private IEnumerable<Track> Known(IEnumerable<EmotionMatch> matches)
    {
        foreach (var match in matches)
            if (library.TryFind(match.Item.Id, out var track)) yield return track;
    }

    private SonicMatch Match(Track from, Track track) => new(track, similarity.Score(from.Emotion, track.Emotion));

    private static ValenceArousal Between(ValenceArousal start, ValenceArousal end, float share) =>
        new(start.Valence + share * (end.Valence - start.Valence), start.Arousal + share * (end.Arousal - start.Arousal));

    // how far a point is along the way
    private static double Progress(ValenceArousal start, ValenceArousal end, ValenceArousal point) =>
        ((double)point.Valence - start.Valence) * (end.Valence - start.Valence)
        + ((double)point.Arousal - start.Arousal) * (end.Arousal - start.Arousal);
}
