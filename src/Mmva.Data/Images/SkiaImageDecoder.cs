using System.Runtime.InteropServices;
using SkiaSharp;

namespace Mmva.Data;

/// <summary>Decodes JPEG, PNG, WebP, GIF (its first frame) and BMP with Skia.</summary>
/// <remarks>
/// Colors are returned as they are stored: embedded color profiles are not applied, as the usual loaders of training images do not.
/// 16-bit gray is reduced to its upper 8 bits. Safe to use from several threads at once.
/// </remarks>
public sealed class SkiaImageDecoder : IImageDecoder
{
    private readonly ImageDecoderOptions _options;

    /// <summary>Creates a decoder.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults. They are copied: later changes have no effect.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public SkiaImageDecoder(ImageDecoderOptions? options = null) =>
        _options = (options?.Clone() ?? new()).Validated(new ImageDecoderOptionsValidator());

    /// <inheritdoc/>
    public RgbImage Decode(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Decode(MediaFile.ReadAll(path, _options.MaxBytes, nameof(ImageDecoderOptions)), path, cancellationToken);
    }

    /// <inheritdoc/>
    public RgbImage Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        cancellationToken.ThrowIfCancellationRequested();
        if (encoded.IsEmpty) throw new MediaException(name, "is empty (0 bytes).");
        if (encoded.Length > _options.MaxBytes)
            throw MediaLimits.TooManyBytes(name, encoded.Length, _options.MaxBytes, nameof(ImageDecoderOptions));
        // Skia decodes further formats, which are refused here
        var signature = MediaSignature.Find(encoded.Span);
        if (signature is not { IsReadable: true })
            throw new MediaException(
                name, $"is not a supported image (JPEG, PNG, WebP, GIF, BMP){(signature is null ? "" : $"; it looks like {signature.Format}")}.");
        if (ImageTruncation.FindTruncation(encoded.Span) is { } truncation) throw new MediaException(name, truncation);

        // Skia reads the bytes in place; its overload for .NET streams ends the process on some damaged files
        using var pin = new PinnedBytes(MemoryMarshal.TryGetArray(encoded, out var array) ? array : encoded.ToArray());
        using var data = SKData.Create(pin.Address, encoded.Length);
        var codec = SKCodec.Create(data);
        using (codec ?? throw new MediaException(name, $"is damaged: its {signature.Format} header cannot be read."))
            return Decode(codec, name, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RgbImage> DecodeAsync(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        const string Options = nameof(ImageDecoderOptions);
        var encoded = await MediaStream.ReadAsync(stream, name, _options.MaxBytes, Options, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Decode(encoded, name, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private RgbImage Decode(SKCodec codec, string name, CancellationToken cancellationToken)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1) throw new MediaException(name, $"is damaged: its header declares {width} × {height} pixels.");
        if ((long)width * height > _options.MaxPixels)
        {
            const string Option = $"{nameof(ImageDecoderOptions)}.{nameof(ImageDecoderOptions.MaxPixels)}";
            throw new MediaException(name, $"has {width} × {height} pixels, more than {Option} = {_options.MaxPixels:N0} allows.");
        }
        cancellationToken.ThrowIfCancellationRequested();

        var pixels = new byte[4L * width * height];
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null);
        SKCodecResult result;
        using (var pin = new PinnedBytes(pixels)) result = codec.GetPixels(info, pin.Address);
        if (result != SKCodecResult.Success) throw new MediaException(name, Describe(result));
        cancellationToken.ThrowIfCancellationRequested();

        var opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        PixelPacking.ToRgb(pixels, composite: !opaque && _options.Transparency == TransparencyHandling.CompositeOverWhite);
        var image = new RgbImage(width, height, pixels.AsMemory(0, 3 * width * height));
        return _options.ApplyOrientation ? Orientation.Apply(image, codec.EncodedOrigin) : image;
    }

    private static string Describe(SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput => "is truncated: the data ends before the image does.",
        SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput => "is damaged: its data cannot be decoded.",
        _ => $"cannot be decoded ({result}).",
    };
}
