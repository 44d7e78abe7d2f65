using System.Diagnostics;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Mmva.Data;

/// <summary>
/// Decodes JPEG, PNG, WebP, GIF (its first frame) and BMP with Skia. TIFF (its first page), JPEG 2000, JPEG XL, AVIF and others go through the
/// <c>ffmpeg</c> program where it is installed, HEIC and the files of cameras through the package <c>Mmva.Magick</c>.
/// </summary>
/// <remarks>
/// Colors are returned as they are stored: embedded color profiles are not applied, as the usual loaders of training images do not.
/// 16-bit colors are reduced to their upper 8 bits. Whether an image is whole is asked of its data: rows that are missing are an error, an end
/// marker that is missing is not, nor is anything behind the image. Safe to use from several threads at once.
/// </remarks>
public sealed class SkiaImageDecoder : IImageDecoder
{
    private static readonly FfmpegImageReader Ffmpeg = new();

    private readonly ImageDecoderOptions _options;
    private readonly IImageReader[] _readers;

    /// <summary>Creates a decoder.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults. They are copied: later changes have no effect.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public SkiaImageDecoder(ImageDecoderOptions? options = null) : this(options, []) { }

    /// <param name="options">The options.</param>
    /// <param name="readers">Readers of further formats, which come before ffmpeg.</param>
    internal SkiaImageDecoder(ImageDecoderOptions? options, IEnumerable<IImageReader> readers)
    {
        _options = (options?.Clone() ?? new()).Validated(new ImageDecoderOptionsValidator());
        _readers = [.. readers, Ffmpeg];
    }

    /// <inheritdoc/>
    public RgbImage Decode(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Decode(MediaFile.ReadAll(path, _options.MaxBytes, nameof(ImageDecoderOptions)), path, path, cancellationToken);
    }

    /// <inheritdoc/>
    public RgbImage Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        cancellationToken.ThrowIfCancellationRequested();
        if (encoded.IsEmpty) throw new MediaException(name, "is empty (0 bytes).");
        if (encoded.Length > _options.MaxBytes)
            throw MediaLimits.TooManyBytes(name, encoded.Length, _options.MaxBytes, nameof(ImageDecoderOptions));
        return Decode(encoded, name, path: null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RgbImage> DecodeAsync(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        const string Options = nameof(ImageDecoderOptions);
        var encoded = await MediaStream.ReadAsync(stream, name, _options.MaxBytes, Options, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Decode(encoded, name, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private RgbImage Decode(ReadOnlyMemory<byte> encoded, string name, string? path, CancellationToken cancellationToken)
    {
        // Skia decodes further formats, which are refused here
        if (ImageFormat.Find(encoded.Span) is not { } format)
        {
            var other = MediaSignature.Find(encoded.Span) is { } signature ? $"; it looks like {signature.Format}" : "";
            throw new MediaException(name, $"is not a supported image (JPEG, PNG, WebP, GIF, BMP){other}.");
        }
        var start = Stopwatch.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.Timeout);
        try
        {
            var image = format.IsForSkia
                ? BySkia(encoded, name, path, format, deadline.Token)
                : ByOthers(encoded, name, path, format, deadline.Token);
            return Stopwatch.GetElapsedTime(start) <= _options.Timeout ? image : throw TooSlow(name, null);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooSlow(name, e);
        }
    }

    private MediaException TooSlow(string name, Exception? inner)
    {
        const string Option = $"{nameof(ImageDecoderOptions)}.{nameof(ImageDecoderOptions.Timeout)}";
        return new(name, $"was not decoded within {Option} = {_options.Timeout:c}.", inner);
    }

    private RgbImage ByOthers(ReadOnlyMemory<byte> encoded, string name, string? path, ImageFormat format, CancellationToken deadline) =>
        Array.Find(_readers, reader => reader.Reads(format)) is { } reader
            ? reader.Read(encoded, path, name, format, _options, deadline)
            : throw new MediaException(name, $"is {format.Name}, which needs the package Mmva.Magick: services.AddMmva().AddMagick().");

    private RgbImage BySkia(ReadOnlyMemory<byte> encoded, string name, string? path, ImageFormat format, CancellationToken deadline)
    {
        SkiaLibrary.Require();
        var jpeg = format.Name == ImageFormat.Jpeg ? new JpegCheck(encoded, name, deadline) : null;
        // Skia reads the bytes in place; its overload for .NET streams ends the process on some damaged files
        using var pin = new PinnedBytes(MemoryMarshal.TryGetArray(encoded, out var array) ? array : encoded.ToArray());
        using var data = SKData.Create(pin.Address, encoded.Length);
        using var codec = SKCodec.Create(data);
        // variants that Skia does not know
        if (codec is null && format.Demuxer is not null && ByOthersIfTheyCan(encoded, name, path, format, deadline) is { } other) return other;
        if (codec is null) throw new MediaException(name, $"is damaged: its {format.Name} header cannot be read.");

        var isBuffered = jpeg?.IsBuffered ?? format.Name != ImageFormat.Png;
        var divisor = ImageScale.Divisor(codec.Info.Width, codec.Info.Height, isBuffered, name, _options);
        deadline.ThrowIfCancellationRequested();
        RgbImage image;
        if (jpeg?.Whole() is { } repaired)
        {
            using var repairedPin = new PinnedBytes(repaired);
            using var repairedData = SKData.Create(repairedPin.Address, repaired.Count);
            using var repairedCodec = SKCodec.Create(repairedData) ?? throw new MediaException(name, SkiaPixels.Describe(SKCodecResult.InvalidInput));
            image = SkiaPixels.Read(repairedCodec, name, divisor, _options, deadline);
        }
        else
        {
            image = SkiaPixels.Read(codec, name, divisor, _options, deadline);
            jpeg?.CheckLastRow(image);
        }
        if (!_options.ApplyOrientation) return image;
        var orientation = format.Name == ImageFormat.Png ? ExifOrientation.OfPng(encoded.Span) : (int)codec.EncodedOrigin;
        return Orientation.Apply(image, orientation);
    }

    private RgbImage? ByOthersIfTheyCan(ReadOnlyMemory<byte> encoded, string name, string? path, ImageFormat format, CancellationToken deadline)
    {
        try
        {
            return ByOthers(encoded, name, path, format, deadline);
        }
        catch (MediaException)
        {
            return null;
        }
    }
}
