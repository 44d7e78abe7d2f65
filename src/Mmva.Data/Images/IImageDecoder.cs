using Mmva.Data;

namespace Mmva;

/// <summary>Decodes images to pixels.</summary>
/// <remarks>Implementations are safe to use from several threads at once. Every failure is a <see cref="MediaException"/>.</remarks>
public interface IImageDecoder
{
    /// <summary>Decodes a file.</summary>
    /// <param name="path">The file; its content determines its format.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests, before decoding starts and between its steps.</param>
    /// <exception cref="MediaException">The file is missing, empty, truncated, damaged, not an image, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    RgbImage Decode(string path, CancellationToken cancellationToken = default);

    /// <summary>Decodes an image in memory.</summary>
    /// <param name="encoded">The bytes of the file; they must not change during the call.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests, before decoding starts and between its steps.</param>
    /// <exception cref="MediaException">The image is empty, truncated, damaged, of an unsupported format, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    RgbImage Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default);

    /// <summary>Decodes a file on the thread pool.</summary>
    /// <inheritdoc cref="Decode(string, CancellationToken)" path="//param|//exception"/>
    Task<RgbImage> DecodeAsync(string path, CancellationToken cancellationToken = default) =>
        Task.Run(() => Decode(path, cancellationToken), cancellationToken);

    /// <summary>Decodes an image in memory on the thread pool.</summary>
    /// <inheritdoc cref="Decode(ReadOnlyMemory{byte}, string, CancellationToken)" path="//param|//exception"/>
    Task<RgbImage> DecodeAsync(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default) =>
        Task.Run(() => Decode(encoded, name, cancellationToken), cancellationToken);

    /// <summary>Reads a stream asynchronously, up to the decoder's limit of bytes, and decodes the image on the thread pool.</summary>
    /// <param name="stream">The stream; it is read from its current position to its end, and is not closed.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">
    /// The stream cannot be read, or the image is empty, truncated, damaged, of an unsupported format, or over a limit.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    async Task<RgbImage> DecodeAsync(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        var encoded = await MediaStream.ReadAsync(stream, name, Array.MaxLength, options: null, cancellationToken).ConfigureAwait(false);
        return await DecodeAsync(encoded, name, cancellationToken).ConfigureAwait(false);
    }
}
