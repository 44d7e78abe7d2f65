namespace Mmva.Data;

/// <summary>Describes music in words.</summary>
/// <remarks>Implementations are safe to use from several threads at once.</remarks>
public interface IMusicCaptioner
{
    /// <summary>Returns a caption of a clip, or <see langword="null"/> if there is none.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MmvaException">The clip cannot be read, or the captioner failed.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<string?> CaptionAsync(MusicClip clip, CancellationToken cancellationToken = default);
}
