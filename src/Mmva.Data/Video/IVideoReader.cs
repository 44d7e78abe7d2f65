namespace Mmva.Data;

/// <summary>Reads the frames and the audio of a video piece by piece, so that an hour takes no more memory than a minute.</summary>
/// <remarks>Implementations are safe to use from several threads at once. Every failure is a <see cref="MediaException"/> with the path.</remarks>
public interface IVideoReader
{
    /// <summary>Reads the headers.</summary>
    /// <param name="path">The file; its content determines its format.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">The file is missing, empty, damaged, or not a video: audio, an image, a text.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<VideoInfo> ProbeAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Reads frames at equal intervals, whatever the frame rate of the video: each interval is represented by its middle.</summary>
    /// <param name="path">The file.</param>
    /// <param name="framesPerSecond">Frames per second, above 0.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The frames in order, without gaps, at least one; a frame that the video shows for long is repeated.</returns>
    /// <exception cref="MediaException">The file cannot be read or decoded, is longer than the limit, or its decoding stalls.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    IAsyncEnumerable<VideoFrame> ReadFramesAsync(string path, double framesPerSecond = 2, CancellationToken cancellationToken = default);

    /// <summary>Reads the first audio track in parts of equal length. A late start and gaps are filled with silence.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">
    /// The duration of each part, above 0. The last may be shorter, down to half of it; a shorter rest is returned only if it is all there is.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">There is no audio, it cannot be decoded, is longer than the limit, or its decoding stalls.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    IAsyncEnumerable<VideoSound> ReadSoundAsync(string path, TimeSpan length, CancellationToken cancellationToken = default);
}
