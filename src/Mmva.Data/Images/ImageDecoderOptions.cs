using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Limits and conventions of decoding images.</summary>
public sealed class ImageDecoderOptions
{
    /// <summary>The default of <see cref="MaxPixels"/>: 64 megapixels.</summary>
    public const long DefaultMaxPixels = 64_000_000;

    /// <summary>The default of <see cref="MaxBytes"/>: 512 MiB.</summary>
    public const long DefaultMaxBytes = 512L << 20;

    /// <summary>The default of <see cref="Timeout"/>: two minutes.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The default of <see cref="FfmpegPath"/>: the program of that name on PATH.</summary>
    public const string DefaultFfmpegPath = "ffmpeg";

    /// <summary>The default of <see cref="Transparency"/>.</summary>
    public const TransparencyHandling DefaultTransparency = TransparencyHandling.CompositeOverWhite;

    /// <summary>
    /// The largest width × height in pixels that is decoded at full size: the limit of memory, about 10 bytes per pixel. Larger images are decoded
    /// at a half, a quarter or an eighth of their width and height: with up to 32 times as many pixels if their format allows it (JPEG, PNG), and up
    /// to four times otherwise (progressive JPEG, WebP, GIF, BMP, and whatever other programs and packages decode). Still larger ones are refused.
    /// </summary>
    /// <value>The default is <see cref="DefaultMaxPixels"/>; at most 500 million.</value>
    [Range(1L, 500_000_000L)] // four bytes each still fit into one array
    public long MaxPixels { get; set; } = DefaultMaxPixels;

    /// <summary>The largest number of bytes of an encoded image. Checked before a file is read; streams are read up to it.</summary>
    /// <value>The default is <see cref="DefaultMaxBytes"/>; at most 2 GiB less one byte.</value>
    [Range(1L, int.MaxValue)]
    public long MaxBytes { get; set; } = DefaultMaxBytes;

    /// <summary>How transparent pixels are handled.</summary>
    /// <value>The default is <see cref="DefaultTransparency"/>.</value>
    [EnumDataType(typeof(TransparencyHandling))]
    public TransparencyHandling Transparency { get; set; } = DefaultTransparency;

    /// <summary>Whether an image is rotated and mirrored according to its EXIF orientation.</summary>
    /// <value>The default is <see langword="true"/>; <see langword="false"/> returns the pixels as they are stored.</value>
    public bool ApplyOrientation { get; set; } = true;

    /// <summary>How long decoding one image may take, up to a day.</summary>
    /// <value>The default is <see cref="DefaultTimeout"/>.</value>
    [TimeRange("00:00:00.0000001", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>
    /// The ffmpeg program, which decodes TIFF, JPEG 2000, JPEG XL, AVIF and others: a path, or a name that is looked up on PATH.
    /// </summary>
    /// <value>The default is <see cref="DefaultFfmpegPath"/>.</value>
    [Required]
    public string FfmpegPath { get; set; } = DefaultFfmpegPath;

    internal ImageDecoderOptions Clone() => (ImageDecoderOptions)MemberwiseClone();
}

[OptionsValidator]
internal sealed partial class ImageDecoderOptionsValidator : IValidateOptions<ImageDecoderOptions>;
