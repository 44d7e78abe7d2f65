using System.Globalization;
using System.Text;

namespace Mmva.Data;

/// <summary>Decodes through the <c>ffmpeg</c> program, which writes RGBA with a header into a pipe.</summary>
internal sealed class FfmpegImageReader : IImageReader
{
    private const int MaxHeaderBytes = 256;

    // full chroma and exact rounding: the colors that the reference decoders give
    private const string Flags = "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp";

    /// <inheritdoc/>
    public bool Reads(ImageFormat format) => format.Demuxer is not null;

    /// <inheritdoc/>
    public RgbImage Read(
        ReadOnlyMemory<byte> encoded, string? path, string name, ImageFormat format, ImageDecoderOptions options, CancellationToken deadline)
    {
        if (path is not null) return Read(path, encoded.Span, name, format, options, deadline);
        using var copy = new TemporaryFile(); // not a pipe: its demuxers ask for the length of the file
        using (var file = File.Create(copy.Path)) file.Write(encoded.Span);
        return Read(copy.Path, encoded.Span, name, format, options, deadline);
    }

    private static RgbImage Read(
        string path, ReadOnlySpan<byte> encoded, string name, ImageFormat format, ImageDecoderOptions options, CancellationToken deadline)
    {
        const string Option = $"{nameof(ImageDecoderOptions)}.{nameof(ImageDecoderOptions.FfmpegPath)}";
        // the name of the file cannot act as an option or protocol, and no other demuxer is tried
        string[] arguments =
        [
            .. FfmpegArguments.Quiet, "-xerror", "-noautorotate",
            "-max_pixels", $"{Math.Min(int.MaxValue, ImageScale.MostTimesBuffered * options.MaxPixels)}",
            "-protocol_whitelist", "file,pipe", "-f", format.Demuxer!, "-i", "file:" + Path.GetFullPath(path), "-map", "0:v:0", "-frames:v", "1",
            "-vf", $"scale=w='{Side("iw", options)}':h='{Side("ih", options)}':flags={Flags},format=rgba",
            "-c:v", "pam", "-f", "image2pipe", "pipe:1",
        ];
        var purpose = ($"{format.Name} needs the ffmpeg program or the package Mmva.Magick", Option);
        using var process = FfmpegProcess.Start(options.FfmpegPath, name, purpose, arguments);
        using (deadline.Register(process.Kill))
        {
            var image = ReadPam(process.Output, options, deadline);
            var exitCode = process.WaitForExit();
            deadline.ThrowIfCancellationRequested();
            // errors beside pixels mean that some of them are not the file's
            if (exitCode == 0 && process.Errors.Length == 0 && image is { } pixels) return ToRgb(pixels, encoded, format, options);
            throw new MediaException(name, Explain(process.Errors, format, options));
        }
    }

    private static string Side(string side, ImageDecoderOptions options) =>
        $"if(gt(iw*ih,{options.MaxPixels}),ceil({side}/{ImageScale.HalfOrQuarter(options)}),{side})";

    private static string Explain(string errors, ImageFormat format, ImageDecoderOptions options) =>
        errors.Contains("max pixel count", StringComparison.Ordinal) ? ImageScale.TooLarge("more pixels", ImageScale.MostTimesBuffered, options)
        : errors.Contains("not found", StringComparison.Ordinal) || errors.Contains("Unknown input format", StringComparison.Ordinal)
            ? $"is {format.Name}, which this version of ffmpeg cannot decode (ffmpeg: {errors})."
            : $"is truncated, damaged, or a variant of {format.Name} that cannot be decoded{(errors.Length > 0 ? $" (ffmpeg: {errors})" : "")}.";

    private static RgbImage ToRgb(
        (int Width, int Height, byte[] Pixels) image, ReadOnlySpan<byte> encoded, ImageFormat format, ImageDecoderOptions options)
    {
        PixelPacking.ToRgb(image.Pixels, options.Transparency == TransparencyHandling.CompositeOverWhite);
        var rgb = new RgbImage(image.Width, image.Height, image.Pixels.AsMemory(0, 3 * image.Width * image.Height));
        return options.ApplyOrientation ? Orientation.Apply(rgb, Orientation.Of(encoded, format)) : rgb;
    }

    // WIDTH w\nHEIGHT h\n...ENDHDR\n, then the pixels
    private static (int Width, int Height, byte[] Pixels)? ReadPam(Stream output, ImageDecoderOptions options, CancellationToken deadline)
    {
        try
        {
            var header = new StringBuilder();
            while (!header.ToString().EndsWith("ENDHDR\n", StringComparison.Ordinal))
            {
                var next = output.ReadByte();
                if (next < 0 || header.Length == MaxHeaderBytes) return null;
                header.Append((char)next);
            }
            var lines = header.ToString().Split('\n');
            var (width, height) = (Value(lines, "WIDTH "), Value(lines, "HEIGHT "));
            if (width < 1 || height < 1 || (long)width * height > options.MaxPixels) return null;
            var pixels = GC.AllocateUninitializedArray<byte>(4 * width * height);
            output.ReadExactly(pixels);
            return (width, height, pixels);
        }
        catch (IOException) // with EndOfStreamException
        {
            deadline.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static int Value(string[] lines, string key) =>
        Array.Find(lines, line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
        && int.TryParse(line.AsSpan(key.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
