using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Limits and conventions of decoding images.</summary>
public sealed class ImageDecoderOptions
{
    /// <summary>The default of <see cref="MaxPixels"/>: 64 megapixels.</summary>
    public const long DefaultMaxPixels = 64_000_000;

    /// <summary>The default of <see cref="MaxBytes"/>: 256 MiB.</summary>
    public const long DefaultMaxBytes = 256L << 20;

    /// <summary>The default of <see cref="Transparency"/>.</summary>
    public const TransparencyHandling DefaultTransparency = TransparencyHandling.CompositeOverWhite;

    /// <summary>The largest width × height in pixels. Checked before memory is allocated; decoding takes at most about 10 bytes per pixel.</summary>
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

    internal ImageDecoderOptions Clone() => (ImageDecoderOptions)MemberwiseClone();
}

[OptionsValidator]
internal sealed partial class ImageDecoderOptionsValidator : IValidateOptions<ImageDecoderOptions>;
