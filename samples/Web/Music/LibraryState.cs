namespace Web.Music;

/// <summary>How far the music has been read.</summary>
/// <param name="Name">What the page calls the library.</param>
/// <param name="Reading">Whether it is still being read.</param>
/// <param name="Total">Files found.</param>
/// <param name="Done">Files read, the failed ones among them.</param>
/// <param name="Tracks">Those that the page has not seen yet.</param>
/// <param name="Failures">All files that failed.</param>
/// <param name="Error">Why reading ended early, or null.</param>
internal sealed record LibraryState(string Name, bool Reading, int Total, int Done, IReadOnlyList<PlacedTrack> Tracks, IReadOnlyList<Failure> Failures, string? Error);

/// <summary>A track as the page knows it.</summary>
internal sealed record PlacedTrack(string Id, string Name, float Valence, float Arousal);

/// <summary>A file that could not be read, relative to the library's folder.</summary>
internal sealed record Failure(string File, string Reason);
