namespace Mmva;

/// <summary>Turns an encoded sound into samples: the mean of its channels, at its own rate.</summary>
/// <remarks>Implementations are safe to use from several threads at once. Every failure on a sound is a <see cref="MediaException"/> that names it.</remarks>
public interface IAudioDecoder
{
    /// <summary>Decodes a file; of a video, the first sound track.</summary>
    /// <param name="path">The file; its kind is told by its content.</param>
    /// <param name="cancellationToken">Stops at once, also a decoding in another process.</param>
    /// <exception cref="MediaException">The file is missing, empty, truncated, damaged, without sound, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Waveform Decode(string path, CancellationToken cancellationToken = default);

    /// <summary>Decodes a sound that is in memory.</summary>
    /// <param name="encoded">The bytes of the file; they must not change meanwhile.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="cancellationToken">Stops at once, also a decoding in another process.</param>
    /// <exception cref="MediaException">The sound is empty, truncated, damaged, of no known kind, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Waveform Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default);

    /// <summary>Decodes a file on the thread pool.</summary>
    /// <param name="path">The file; its kind is told by its content.</param>
    /// <param name="cancellationToken">Stops at once, also a decoding in another process.</param>
    /// <exception cref="MediaException">The file is missing, empty, truncated, damaged, without sound, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<Waveform> DecodeAsync(string path, CancellationToken cancellationToken = default) => Task.Run(() => Decode(path, cancellationToken), cancellationToken);
}
