namespace Mmva;

/// <summary>Describes audio in words, part by part.</summary>
/// <remarks>Implementations are safe to use from several threads at once.</remarks>
public interface IAudioCaptioner
{
    /// <summary>Captions audio.</summary>
    /// <param name="audio">The audio, at any sample rate.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The captions in the order of time, each as soon as it is ready; at least one.</returns>
    /// <exception cref="MmvaException">The audio cannot be used, or the captioner failed.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    IAsyncEnumerable<AudioCaption> CaptionAsync(Waveform audio, CancellationToken cancellationToken = default);
}
