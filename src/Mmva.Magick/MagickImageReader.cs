using ImageMagick;
using ImageMagick.Formats;
using Mmva.Data;
using Orientation = Mmva.Data.Orientation;

namespace Mmva.Magick;

/// <summary>Decodes what Skia does not through Magick.NET. The format is given, so that no other of its coders is tried.</summary>
internal sealed class MagickImageReader : IImageReader
{
    private const string PreviewProfile = "dng:thumbnail";

    // a preview that is smaller is a thumbnail, and the sensor's values are the better source
    private const int LeastPreview = 640;

    /// <inheritdoc/>
    public bool Reads(ImageFormat format) => Find(format) is not null;

    /// <inheritdoc/>
    public RgbImage Read(
        ReadOnlyMemory<byte> encoded, string? path, string name, ImageFormat format, ImageDecoderOptions options, CancellationToken deadline)
    {
        MagickPolicy.Apply();
        var items = format.Name is ImageFormat.Avif or ImageFormat.Heic ? HeifItems.Parse(encoded.Span) : null;
        // libheif fills missing tiles
        if (items?.End > encoded.Length) throw new MediaException(name, $"is truncated: its images end after {items.End} bytes.");
        try
        {
            return format.IsRaw
                ? ReadRaw(encoded, name, options, deadline)
                : ReadImage(encoded, name, format, Find(format)!.Value, options, deadline);
        }
        catch (MagickException e)
        {
            deadline.ThrowIfCancellationRequested(); // canceled from within
            var reason = e.Message.Split(" @ ")[0];
            throw new MediaException(
                name, $"is truncated, damaged, or a variant of {format.Name} that cannot be decoded (ImageMagick: {reason}).", e);
        }
    }

    private static RgbImage ReadImage(
        ReadOnlyMemory<byte> encoded, string name, ImageFormat format, MagickFormat coder, ImageDecoderOptions options, CancellationToken deadline)
    {
        var settings = new MagickReadSettings { Format = coder, FrameIndex = 0, FrameCount = 1 };
        using var image = Open(encoded, name, settings, options, deadline);
        // turned by the decoder where the container says how; TIFF says it in a tag
        return Pixels(image, options, format.Name == ImageFormat.Tiff ? (int)image.Orientation : ExifOrientation.Upright);
    }

    private static RgbImage ReadRaw(ReadOnlyMemory<byte> encoded, string name, ImageDecoderOptions options, CancellationToken deadline)
    {
        var settings = new MagickReadSettings { Format = MagickFormat.Dng };
        settings.SetDefines(new DngReadDefines { ReadThumbnail = true, UseCameraWhiteBalance = true });
        using (var header = new MagickImage())
        {
            header.Ping(encoded.Span, settings);
            if (header.GetProfile(PreviewProfile)?.ToByteArray() is { } preview
                && Preview(preview, name, options, deadline) is { } image
                && Math.Max(image.Width, image.Height) >= Math.Min(LeastPreview, Math.Max(header.Width, header.Height)))
                return options.ApplyOrientation ? Orientation.Apply(image, (int)header.Orientation) : image;
        }
        using var raw = Open(encoded, name, settings, options, deadline);
        return Pixels(raw, options, (int)raw.Orientation);
    }

    // what the camera made of the photo, as it is stored
    private static RgbImage? Preview(byte[] preview, string name, ImageDecoderOptions options, CancellationToken deadline)
    {
        try
        {
            var stored = options.Clone();
            stored.ApplyOrientation = false;
            return new SkiaImageDecoder(stored).Decode(preview, name, deadline);
        }
        catch (MediaException)
        {
            return null; // an older preview of plain pixels, or a damaged one
        }
    }

    private static MagickImage Open(
        ReadOnlyMemory<byte> encoded, string name, MagickReadSettings settings, ImageDecoderOptions options, CancellationToken deadline)
    {
        using (var header = new MagickImage())
        {
            header.Ping(encoded.Span, settings);
            ImageScale.Divisor((int)header.Width, (int)header.Height, isBuffered: true, name, options);
        }
        deadline.ThrowIfCancellationRequested();
        var image = new MagickImage();
        try
        {
            image.Progress += (_, e) => e.Cancel = deadline.IsCancellationRequested;
            image.Read(encoded.Span, settings);
            deadline.ThrowIfCancellationRequested();
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static RgbImage Pixels(MagickImage image, ImageDecoderOptions options, int orientation)
    {
        var (width, height) = ((int)image.Width, (int)image.Height);
        if (image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.Gray)) image.ColorSpace = ColorSpace.sRGB; // printing inks, Lab
        var divisor = ImageScale.Divisor(width, height, isBuffered: true, "", options);
        var reduction = divisor > 1 ? new BoxReduction(width, height, divisor) : null;
        var whole = reduction is null ? new byte[3 * width * height] : [];
        using var pixels = image.GetPixelsUnsafe();
        const int rows = 64;
        for (var top = 0; top < height; top += rows)
        {
            var count = Math.Min(rows, height - top);
            var part = pixels.ToByteArray(0, top, (uint)width, (uint)count, PixelMapping.RGBA)!;
            PixelPacking.ToRgb(part, image.HasAlpha && options.Transparency == TransparencyHandling.CompositeOverWhite);
            var rgb = part.AsSpan(0, 3 * width * count);
            if (reduction is null) rgb.CopyTo(whole.AsSpan(3 * width * top));
            else reduction.Add(rgb);
        }
        var decoded = reduction?.Image ?? new RgbImage(width, height, whole);
        return options.ApplyOrientation ? Orientation.Apply(decoded, orientation) : decoded;
    }

    private static MagickFormat? Find(ImageFormat format) => format.Name switch
    {
        ImageFormat.Heic => MagickFormat.Heic,
        ImageFormat.Avif => MagickFormat.Avif,
        ImageFormat.Tiff => MagickFormat.Tiff,
        ImageFormat.BigTiff => MagickFormat.Tiff64,
        ImageFormat.JpegXl => MagickFormat.Jxl,
        ImageFormat.Jpeg2000 => MagickFormat.Jp2,
        ImageFormat.Jpeg2000Codestream => MagickFormat.J2k,
        ImageFormat.Photoshop => MagickFormat.Psd,
        _ => format.IsRaw ? MagickFormat.Dng : null,
    };
}
