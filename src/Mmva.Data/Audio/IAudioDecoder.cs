using Mmva.Data;

namespace Mmva;

/// <summary>Decodes audio to samples: the mean of its channels, at its original sample rate.</summary>
/// <remarks>Implementations are safe to use from several threads at once. Every failure is a <see cref="MediaException"/>.</remarks>
public interface IAudioDecoder
{
    /// <summary>
    /// Identifies the options that decide which samples of a file are returned, such as an excerpt: features are cached under it. Empty (the default)
    /// for all samples as they are in the file.
    /// </summary>
    string Fingerprint => "";

    /// <summary>Decodes a file; for a video, its first audio track.</summary>
    /// <param name="path">The file; its content determines its format.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; it also ends decoding in another process.</param>
    /// <exception cref="MediaException">The file is missing, empty, truncated, damaged, without audio, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Waveform Decode(string path, CancellationToken cancellationToken = default);

    /// <summary>Decodes audio in memory.</summary>
    /// <param name="encoded">The bytes of the file; they must not change during the call.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; it also ends decoding in another process.</param>
    /// <exception cref="MediaException">The audio is empty, truncated, damaged, of an unsupported format, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Waveform Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default);

    /// <summary>Decodes a file on the thread pool; for a video, its first audio track.</summary>
    /// <inheritdoc cref="Decode(string, CancellationToken)" path="//param|//exception"/>
    Task<Waveform> DecodeAsync(string path, CancellationToken cancellationToken = default) =>
        Task.Run(() => Decode(path, cancellationToken), cancellationToken);

    /// <summary>Decodes audio in memory on the thread pool.</summary>
    /// <inheritdoc cref="Decode(ReadOnlyMemory{byte}, string, CancellationToken)" path="//param|//exception"/>
    Task<Waveform> DecodeAsync(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default) =>
        Task.Run(() => Decode(encoded, name, cancellationToken), cancellationToken);

    /// <summary>Reads a stream asynchronously, up to the decoder's limit of bytes, and decodes the audio on the thread pool.</summary>
    /// <param name="stream">The stream; it is read from its current position to its end, and is not closed.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; it also ends decoding in another process.</param>
    /// <exception cref="MediaException">
    /// The stream cannot be read, or the audio is empty, truncated, damaged, of an unsupported format, or over a limit.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    async Task<Waveform> DecodeAsync(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        var encoded = await MediaStream.ReadAsync(stream, name, Array.MaxLength, options: null, cancellationToken).ConfigureAwait(false);
        return await DecodeAsync(encoded, name, cancellationToken).ConfigureAwait(false);
    }
}
