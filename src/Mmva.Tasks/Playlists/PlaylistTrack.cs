namespace Mmva;

/// <summary>A track of a playlist.</summary>
/// <param name="Id">The id of its item in the index.</param>
/// <param name="Emotion">Its valence and arousal.</param>
/// <param name="Info">Its path, and what its tags contain.</param>
public sealed record PlaylistTrack(string Id, ValenceArousal Emotion, TrackInfo Info);
