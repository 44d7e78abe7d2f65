using Mmva.Data;

namespace Mmva;

/// <summary>Decodes files that may be images or audio.</summary>
/// <remarks>Safe to use from several threads at once, as its decoders are.</remarks>
/// <param name="images">Decodes images.</param>
/// <param name="audio">Decodes audio.</param>
public sealed class MediaDecoder(IImageDecoder images, IAudioDecoder audio)
{
    /// <summary>Uses <see cref="SkiaImageDecoder"/> and <see cref="AudioDecoder"/> with their default options.</summary>
    public MediaDecoder() : this(new SkiaImageDecoder(), new AudioDecoder()) { }

    /// <summary>Decodes a file on the thread pool.</summary>
    /// <param name="path">The file. Its content decides what it is, and its extension only where the content does not: see <see cref="MediaKinds.Of(string)"/>.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>An image, or a piece of music.</returns>
    /// <exception cref="MediaException">The file is missing, empty, truncated, damaged, neither an image nor audio, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<MediaContent> DecodeAsync(string path, CancellationToken cancellationToken = default) => MediaKinds.Of(path) switch
    {
        MediaKind.Image => MediaContent.Of(await images.DecodeAsync(path, cancellationToken).ConfigureAwait(false)),
        MediaKind.Audio => MediaContent.Of(await audio.DecodeAsync(path, cancellationToken).ConfigureAwait(false)),
        _ => throw new MediaException(path, "is neither an image nor audio."),
    };
}
