namespace Mmva.Tasks;

/// <summary>A track that may take a slot of a playlist.</summary>
/// <param name="Track">The track.</param>
/// <param name="Group">What a playlist contains once: the artist, the recording or the item.</param>
/// <param name="Cost">Its squared distance from the target.</param>
internal sealed record TrackCandidate(PlaylistTrack Track, string Group, double Cost);
