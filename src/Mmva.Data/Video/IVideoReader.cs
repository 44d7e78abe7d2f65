namespace Mmva.Data;

/// <summary>Gives the pictures and the sound of a video bit by bit, so that an hour takes no more memory than a minute.</summary>
/// <remarks>Implementations are safe to use from several threads at once. Every failure on a video is a <see cref="MediaException"/> that names it.</remarks>
public interface IVideoReader
{
    /// <summary>Reads the headers.</summary>
    /// <param name="path">The file; its kind is told by its content.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="MediaException">The file is missing, empty, damaged, or no video: a sound, a picture, a text.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<VideoInfo> ProbeAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Gives pictures at equal distances in time, whatever the rate of the video: each interval is shown by its middle.</summary>
    /// <param name="path">The file.</param>
    /// <param name="framesPerSecond">How many pictures a second, above 0.</param>
    /// <param name="cancellationToken">Stops at once. So does leaving the loop.</param>
    /// <returns>The pictures in their order, without gaps, at least one; a picture that the video holds for long comes several times.</returns>
    /// <exception cref="MediaException">The file cannot be read or decoded, is longer than the limit, or its decoding stalls.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    IAsyncEnumerable<VideoFrame> ReadFramesAsync(string path, double framesPerSecond = 2, CancellationToken cancellationToken = default);

    /// <summary>Gives the first sound track in parts of equal length. Where it begins late or has gaps there is silence.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">How long each part is, above 0. The last may be shorter, down to half of it; a shorter rest comes only if it is all there is.</param>
    /// <param name="cancellationToken">Stops at once. So does leaving the loop.</param>
    /// <exception cref="MediaException">There is no sound, it cannot be decoded, is longer than the limit, or its decoding stalls.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    IAsyncEnumerable<VideoSound> ReadSoundAsync(string path, TimeSpan length, CancellationToken cancellationToken = default);
}
