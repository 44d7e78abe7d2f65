using Mmva.Data;

namespace Mmva;

/// <summary>Decodes files that may be images or audio.</summary>
/// <remarks>Safe to use from several threads at once, as its decoders are.</remarks>
public sealed class MediaDecoder
{
    private readonly IImageDecoder? _images;
    private readonly IAudioDecoder? _audio;

    /// <summary>Uses <see cref="SkiaImageDecoder"/> and <see cref="AudioDecoder"/> with their default options.</summary>
    public MediaDecoder() : this(new SkiaImageDecoder(), new AudioDecoder()) { }

    /// <summary>Combines two decoders.</summary>
    /// <param name="images">Decodes images.</param>
    /// <param name="audio">Decodes audio.</param>
    public MediaDecoder(IImageDecoder images, IAudioDecoder audio)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(audio);
        _images = images;
        _audio = audio;
    }

    /// <summary>Decodes every file as an image.</summary>
    /// <param name="images">Decodes images.</param>
    public MediaDecoder(IImageDecoder images) => _images = images ?? throw new ArgumentNullException(nameof(images));

    /// <summary>Decodes every file as audio.</summary>
    /// <param name="audio">Decodes audio.</param>
    public MediaDecoder(IAudioDecoder audio) => _audio = audio ?? throw new ArgumentNullException(nameof(audio));

    /// <summary>Decodes a file on the thread pool.</summary>
    /// <param name="path">The file. Its content determines what it is, or else its extension: see <see cref="MediaFiles.KindOf(string)"/>.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>An image, or a piece of music.</returns>
    /// <exception cref="MediaException">The file is missing, empty, truncated, damaged, neither an image nor audio, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<MediaContent> DecodeAsync(string path, CancellationToken cancellationToken = default)
    {
        var kind = _images is null ? MediaKind.Audio : _audio is null ? MediaKind.Image : MediaFiles.KindOf(path);
        return kind switch
        {
            MediaKind.Image => MediaContent.Of(await _images!.DecodeAsync(path, cancellationToken).ConfigureAwait(false)),
            MediaKind.Audio => MediaContent.Of(await _audio!.DecodeAsync(path, cancellationToken).ConfigureAwait(false)),
            _ => throw new MediaException(path, "is neither an image nor audio."),
        };
    }
    /// <summary>Decodes an image or audio in memory, on the thread pool.</summary>
    /// <param name="encoded">The bytes of the file; they must not change during the call. They determine what it is.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="fallback">What it is if the first bytes do not tell: a media type, for example, replaces the extension of a file.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>An image, or a piece of music.</returns>
    /// <exception cref="MediaException">The bytes are empty, truncated, damaged, neither an image nor audio, or over a limit.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task<MediaContent> DecodeAsync(
        ReadOnlyMemory<byte> encoded, string name, MediaKind fallback = MediaKind.Unknown, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var kind = _images is null ? MediaKind.Audio : _audio is null ? MediaKind.Image : MediaFiles.KindOf(encoded.Span);
        return (kind == MediaKind.Unknown ? fallback : kind) switch
        {
            MediaKind.Image => MediaContent.Of(await _images!.DecodeAsync(encoded, name, cancellationToken).ConfigureAwait(false)),
            MediaKind.Audio => MediaContent.Of(await _audio!.DecodeAsync(encoded, name, cancellationToken).ConfigureAwait(false)),
            _ => throw new MediaException(name, encoded.IsEmpty ? "is empty (0 bytes)." : "is neither an image nor audio."),
        };
    }
}
