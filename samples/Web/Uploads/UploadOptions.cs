using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Web.Uploads;

/// <summary>Limits of uploads, the section of that name in <c>appsettings.json</c>.</summary>
internal sealed class UploadOptions
{
    /// <summary>The most bytes of a picture.</summary>
    /// <value>The default is 20 MiB.</value>
    [Range(1024, 1 << 30)]
    public int MaxBytes { get; set; } = 20 << 20;

    /// <summary>The most pixels of a picture, told from its header before memory is taken. Decoding takes some 10 bytes a pixel.</summary>
    /// <value>The default is 50 million.</value>
    [Range(1, 500_000_000)]
    public long MaxPixels { get; set; } = 50_000_000;

    /// <summary>The most bytes of all pictures that are being read or wait for a decoder. A larger picture alone may still take <see cref="MaxBytes"/>.</summary>
    /// <value>The default is 128 MiB.</value>
    [Range(1024, 1 << 30)]
    public int MemoryBytes { get; set; } = 128 << 20;

    /// <summary>How many pictures are decoded at once: with <see cref="MaxPixels"/>, what bounds the memory.</summary>
    /// <value>The default is 2.</value>
    [Range(1, 1024)]
    public int DecodersAtOnce { get; set; } = 2;

    /// <summary>How many requests may wait for their turn; further ones are asked to come back later.</summary>
    /// <value>The default is 1,000.</value>
    [Range(0, 1000)]
    public int MaxWaiting { get; set; } = 1000;

    /// <summary>How long a client may take to send a picture, once it is its turn.</summary>
    /// <value>The default is two minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);
}

[OptionsValidator]
internal sealed partial class UploadOptionsValidator : IValidateOptions<UploadOptions>;
