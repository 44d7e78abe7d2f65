using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Web.Uploads;

/// <summary>Limits of uploads, the section of that name in <c>appsettings.json</c>.</summary>
internal sealed class UploadOptions
{
    [Range(1024, 1 << 30)]
    public int MaxBytes { get; set; } = 100 << 20;

    /// <summary>
    /// The largest image in pixels that is decoded at its full size, with some 10 bytes per pixel; larger ones are decoded at a half or less.
    /// </summary>
    [Range(1, 500_000_000)]
    public long MaxPixels { get; set; } = 50_000_000;

    /// <summary>The most bytes of all images that are being read or wait for a decoder. A larger image is accepted alone.</summary>
    [Range(1024, 1 << 30)]
    public int MemoryBytes { get; set; } = 128 << 20;

    /// <summary>How many images are decoded at once: with <see cref="MaxPixels"/>, this limits the memory.</summary>
    [Range(1, 1024)]
    public int DecodersAtOnce { get; set; } = 2;

    /// <summary>How many requests may wait for their turn; others are asked to come back later.</summary>
    [Range(0, 1000)]
    public int MaxWaiting { get; set; } = 1000;

    /// <summary>How long decoding one image may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan DecodingTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a client may take to send an image, once it is its turn.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);
}

[OptionsValidator]
internal sealed partial class UploadOptionsValidator : IValidateOptions<UploadOptions>;
