using System.Runtime.InteropServices;
using SkiaSharp;

namespace Mmva.Data;

/// <summary>Decodes JPEG, PNG, WebP, GIF (its first frame) and BMP with Skia.</summary>
/// <remarks>
/// Colours are taken as they are stored: embedded colour profiles are not applied, as the usual loaders of training pictures do not.
/// Grey of 16 bits is cut to its upper 8. Safe to use from several threads at once.
/// </remarks>
public sealed class SkiaImageDecoder : IImageDecoder
{
    private readonly ImageDecoderOptions _options;

    /// <summary>Creates a decoder.</summary>
    /// <param name="options">Limits and conventions; the defaults if absent. Later changes of the object have no effect.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A limit is out of its range.</exception>
    public SkiaImageDecoder(ImageDecoderOptions? options = null)
    {
        options ??= new ImageDecoderOptions();
        options.Validated(new ImageDecoderOptionsValidator());
        _options = new ImageDecoderOptions
        {
            MaxPixels = options.MaxPixels, MaxBytes = options.MaxBytes, Transparency = options.Transparency, ApplyOrientation = options.ApplyOrientation,
        };
    }

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
        if (encoded.Length > _options.MaxBytes) throw MediaFile.TooManyBytes(name, encoded.Length, _options.MaxBytes, nameof(ImageDecoderOptions));
        // Skia knows further formats; what is not meant to be read does not get that far
        var signature = MediaSignature.Find(encoded.Span);
        if (signature is not { IsReadable: true })
            throw new MediaException(name, $"is no picture that can be read{(signature is null ? "" : $" (it looks like {signature.Format})")}: JPEG, PNG, WebP, GIF and BMP are.");
        if (ImageTruncation.FindTruncation(encoded.Span) is { } truncation) throw new MediaException(name, truncation);

        // Skia reads the bytes where they lie; its overload for .NET streams ends the process on some damaged files
        using var pin = new PinnedBytes(MemoryMarshal.TryGetArray(encoded, out var array) ? array : encoded.ToArray());
        using var data = SKData.Create(pin.Address, encoded.Length);
        var codec = SKCodec.Create(data);
        using (codec ?? throw new MediaException(name, $"is damaged: its {signature.Format} header cannot be read."))
            return Decode(codec, name, cancellationToken);
    }

    private RgbImage Decode(SKCodec codec, string name, CancellationToken cancellationToken)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1) throw new MediaException(name, $"is damaged: its header says {width} × {height} pixels.");
        if ((long)width * height > _options.MaxPixels)
            throw new MediaException(name, $"has {width} × {height} pixels, more than {nameof(ImageDecoderOptions)}.{nameof(ImageDecoderOptions.MaxPixels)} = {_options.MaxPixels:N0} allows.");
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
        SKCodecResult.IncompleteInput => "is truncated: the data ends before the picture does.",
        SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput => "is damaged: its data cannot be decoded.",
        _ => $"cannot be decoded ({result}).",
    };
}
