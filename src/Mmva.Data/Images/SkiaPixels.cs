using SkiaSharp;

namespace Mmva.Data;

/// <summary>Reads the pixels of an image that Skia has opened.</summary>
internal static class SkiaPixels
{
    private const int BytesPerPixel = 4;

    /// <param name="codec">The opened image.</param>
    /// <param name="name">The name in error messages.</param>
    /// <param name="divisor">The divisor of both sides.</param>
    /// <param name="options">The conventions.</param>
    /// <param name="deadline">Ends the work between its steps.</param>
    public static RgbImage Read(SKCodec codec, string name, int divisor, ImageDecoderOptions options, CancellationToken deadline)
    {
        var size = codec.Info.Size;
        if (divisor > 1)
        {
            // JPEG is decoded by its lower frequencies, WebP is reduced row by row; the others have no sizes of their own
            size = codec.GetScaledDimensions(1f / divisor);
            if (size == codec.Info.Size) return Reduced(codec, name, divisor, options, deadline);
        }
        var pixels = new byte[BytesPerPixel * size.Width * size.Height];
        using (var pin = new PinnedBytes(pixels)) Check(codec.GetPixels(Info(size), pin.Address), name);
        deadline.ThrowIfCancellationRequested();
        return new RgbImage(size.Width, size.Height, Pack(pixels, codec, options));
    }

    /// <summary>Explains why an image cannot be decoded.</summary>
    public static string Describe(SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput => "is truncated: the data ends before the image does.",
        SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput => "is damaged: its data cannot be decoded.",
        _ => $"cannot be decoded ({result}).",
    };

    // stripes of the full size, each of which is reduced: PNG goes through the rows before a stripe again, so they are as large as the limit allows
    private static RgbImage Reduced(SKCodec codec, string name, int divisor, ImageDecoderOptions options, CancellationToken deadline)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        var reduction = new BoxReduction(width, height, divisor);
        var isPng = codec.EncodedFormat == SKEncodedImageFormat.Png;
        var rows = isPng ? (int)Math.Min(Math.Max(options.MaxPixels / width / divisor * divisor, divisor), height) : height;
        var stripe = new byte[BytesPerPixel * (long)width * rows];
        using var pin = new PinnedBytes(stripe);
        for (var top = 0; top < height; top += rows)
        {
            deadline.ThrowIfCancellationRequested();
            rows = Math.Min(rows, height - top);
            if (isPng)
            {
                var part = new SKCodecOptions(new SKRectI(0, top, width, top + rows));
                Check(codec.StartIncrementalDecode(Info(codec.Info.Size), pin.Address, BytesPerPixel * width, part), name);
                Check(codec.IncrementalDecode(out _), name);
            }
            else Check(codec.GetPixels(Info(codec.Info.Size), pin.Address), name);
            reduction.Add(Pack(stripe.AsMemory(0, BytesPerPixel * width * rows), codec, options).Span);
        }
        return reduction.Image;
    }

    private static SKImageInfo Info(SKSizeI size) => new(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null);

    private static ReadOnlyMemory<byte> Pack(Memory<byte> pixels, SKCodec codec, ImageDecoderOptions options)
    {
        var opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        PixelPacking.ToRgb(pixels.Span, composite: !opaque && options.Transparency == TransparencyHandling.CompositeOverWhite);
        return pixels[..(pixels.Length / 4 * 3)];
    }

    private static void Check(SKCodecResult result, string name)
    {
        if (result != SKCodecResult.Success) throw new MediaException(name, Describe(result));
    }
}
