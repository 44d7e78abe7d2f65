namespace Mmva;

/// <summary>Turns an encoded picture into pixels.</summary>
/// <remarks>Implementations are safe to use from several threads at once. Every failure on a picture is a <see cref="MediaException"/> that names it.</remarks>
public interface IImageDecoder
{
    /// <summary>Decodes a file.</summary>
    /// <param name="path">The file; its kind is told by its content.</param>
    /// <param name="cancellationToken">Stops before decoding starts, and between its steps.</param>
    /// <exception cref="MediaException">The file is missing, empty, truncated, damaged, no picture, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    RgbImage Decode(string path, CancellationToken cancellationToken = default);

    /// <summary>Decodes a picture that is in memory.</summary>
    /// <param name="encoded">The bytes of the file; they must not change meanwhile.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="cancellationToken">Stops before decoding starts, and between its steps.</param>
    /// <exception cref="MediaException">The picture is empty, truncated, damaged, of no known kind, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    RgbImage Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default);

    /// <summary>Decodes a file on the thread pool.</summary>
    /// <param name="path">The file; its kind is told by its content.</param>
    /// <param name="cancellationToken">Stops before decoding starts, and between its steps.</param>
    /// <exception cref="MediaException">The file is missing, empty, truncated, damaged, no picture, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<RgbImage> DecodeAsync(string path, CancellationToken cancellationToken = default) => Task.Run(() => Decode(path, cancellationToken), cancellationToken);
}
