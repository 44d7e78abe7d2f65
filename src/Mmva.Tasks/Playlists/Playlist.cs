using Mmva.Tasks;

namespace Mmva;

/// <summary>Tracks in the order in which they are played.</summary>
/// <param name="Tracks">The tracks, each once.</param>
/// <param name="Duration">How long they take; a track of unknown duration counts as <see cref="PlaylistOptions.AssumedDuration"/>.</param>
public sealed record Playlist(IReadOnlyList<PlaylistTrack> Tracks, TimeSpan Duration)
{
    /// <summary>The largest distance between two tracks that follow each other, or 0 for fewer than two tracks.</summary>
    public double LargestStep => Tracks.Zip(Tracks.Skip(1), (a, b) => a.Emotion.DistanceTo(b.Emotion)).DefaultIfEmpty(0).Max();

    /// <summary>Writes the playlist for players, as an M3U8 file with relative paths: <see cref="M3uFile"/>.</summary>
    /// <param name="path">The file, usually with the extension .m3u8; an existing one is replaced.</param>
    /// <param name="name">The name that players show, or <see langword="null"/> for none.</param>
    /// <exception cref="PlaylistException">A path cannot stand in a playlist, or the file cannot be written.</exception>
    public void WriteM3u(string path, string? name = null) => M3uFile.Write(path, [.. Tracks.Select(track => track.Info)], name);
}
