namespace Mmva;

/// <summary>Chooses music for pictures in order: one track for all, or a sequence of tracks that follows their emotions.</summary>
/// <remarks>Implementations are safe to use from several threads at once.</remarks>
public interface ISoundtrackPlanner
{
    /// <summary>Finds the tracks, and the pictures between which they change.</summary>
    /// <param name="pictures">The pictures or shots in order, at least one.</param>
    /// <param name="tracks">The music to choose from, at least one track; no track is used in two parts.</param>
    /// <param name="progress">Receives the finished share, from 0 to 1; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The soundtrack. It is the same for the same arguments, on any number of threads.</returns>
    /// <exception cref="ArgumentException">
    /// There are no pictures, more than 4096, or no tracks; a point is not finite; a length is not positive; a track is listed twice.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<Soundtrack> PlanAsync(
        IReadOnlyList<SoundtrackPicture> pictures, IReadOnlyList<SoundtrackTrack> tracks, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default);
}
