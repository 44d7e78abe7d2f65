namespace Mmva.Data;

/// <summary>Limits and conventions of decoding pictures.</summary>
public sealed class ImageDecoderOptions
{
    /// <summary>The default of <see cref="MaxPixels"/>: 64 megapixels.</summary>
    public const long DefaultMaxPixels = 64_000_000;

    /// <summary>The default of <see cref="MaxBytes"/>: 256 MiB.</summary>
    public const long DefaultMaxBytes = 256L << 20;

    /// <summary>The most pixels (width × height) of a picture. Checked from its header, before memory is taken; decoding takes at most some 10 bytes a pixel.</summary>
    /// <value>The default is <see cref="DefaultMaxPixels"/>; at most 500 million.</value>
    public long MaxPixels { get; set; } = DefaultMaxPixels;

    /// <summary>The most bytes of an encoded picture. Checked before it is read.</summary>
    /// <value>The default is <see cref="DefaultMaxBytes"/>; at most 2 GiB less one byte.</value>
    public long MaxBytes { get; set; } = DefaultMaxBytes;

    /// <summary>What becomes of transparent pixels.</summary>
    /// <value>The default is <see cref="TransparencyHandling.CompositeOverWhite"/>.</value>
    public TransparencyHandling Transparency { get; set; } = TransparencyHandling.CompositeOverWhite;

    /// <summary>Whether a picture is turned and mirrored as its EXIF orientation says.</summary>
    /// <value>The default is <see langword="true"/>; <see langword="false"/> gives the pixels as they are stored.</value>
    public bool ApplyOrientation { get; set; } = true;
}
