namespace Mmva;

/// <summary>Finds the most exciting shots of a video.</summary>
/// <remarks>Implementations are safe to use from several threads at once, if the encoders are.</remarks>
public interface IVideoSummarizer
{
    /// <summary>Summarizes a video, which is decoded as a stream: an hour takes little more memory than a minute.</summary>
    /// <param name="path">The video.</param>
    /// <param name="progress">Receives progress reports, about two for each second of the video; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="MediaException">
    /// The file is not a video, cannot be decoded, exceeds a limit, or has no audio although only music counts.
    /// </exception>
    /// <exception cref="MmvaException">A required encoder is missing, or does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<VideoSummary> SummarizeAsync(string path, IProgress<VideoSummaryProgress>? progress = null, CancellationToken cancellationToken = default);
}

/// <summary>The progress of a summary.</summary>
/// <param name="Listening">
/// <see langword="false"/> while frames are predicted, <see langword="true"/> while the audio is predicted, which comes after.
/// </param>
/// <param name="Position">The position in the video.</param>
/// <param name="Duration">The duration of the video, or <see langword="null"/> while it is unknown.</param>
public readonly record struct VideoSummaryProgress(bool Listening, TimeSpan Position, TimeSpan? Duration);
