namespace Mmva;

/// <summary>Finds the most exciting shots of a video.</summary>
/// <remarks>Implementations are safe to use from several threads at once, if the encoders are.</remarks>
public interface IVideoSummarizer
{
    /// <summary>Looks at, or listens to, a whole video, bit by bit: an hour takes little more memory than a minute.</summary>
    /// <param name="path">The video.</param>
    /// <param name="progress">Hears how far the work is, about twice a second of the video.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="MediaException">The file is no video, cannot be decoded, is over a limit, or has no sound although only music was asked for.</exception>
    /// <exception cref="MmvaException">An encoder that is needed is missing, or does not fit the heads.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<VideoSummary> SummarizeAsync(string path, IProgress<VideoSummaryProgress>? progress = null, CancellationToken cancellationToken = default);
}

/// <summary>How far the work on a video is.</summary>
/// <param name="Listening">False while it is looked at, true while it is listened to, which comes after.</param>
/// <param name="Position">How much of the video is done.</param>
/// <param name="Duration">How long the video is; null where that is not known yet.</param>
public readonly record struct VideoSummaryProgress(bool Listening, TimeSpan Position, TimeSpan? Duration);
