using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Limits of decoding audio, and the path of the <c>ffmpeg</c> program.</summary>
public sealed class AudioDecoderOptions
{
    /// <summary>The default of <see cref="MaxDuration"/>: 30 minutes.</summary>
    public static readonly TimeSpan DefaultMaxDuration = TimeSpan.FromMinutes(30);

    /// <summary>The default of <see cref="MaxSamples"/>: 100 million, which take 400 MB (34 minutes at 48 kHz).</summary>
    public const int DefaultMaxSamples = 100_000_000;

    /// <summary>The default of <see cref="MaxBytes"/>: 2 GiB.</summary>
    public const long DefaultMaxBytes = 2L << 30;

    /// <summary>The default of <see cref="FfmpegPath"/>: the program of that name on PATH.</summary>
    public const string DefaultFfmpegPath = "ffmpeg";

    /// <summary>The default of <see cref="FfmpegTimeout"/>: two minutes.</summary>
    public static readonly TimeSpan DefaultFfmpegTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The longest duration, above zero. Longer audio is refused: by the header of a WAV file, otherwise while the samples arrive.</summary>
    /// <value>The default is <see cref="DefaultMaxDuration"/>.</value>
    [TimeRange("00:00:00.0000001")]
    public TimeSpan MaxDuration { get; set; } = DefaultMaxDuration;

    /// <summary>
    /// The largest number of decoded samples (one channel), up to 2²⁹: four bytes of memory each, and twice that while they arrive from ffmpeg.
    /// </summary>
    /// <value>The default is <see cref="DefaultMaxSamples"/>.</value>
    [Range(1, 1 << 29)] // four bytes each still fit into one array
    public int MaxSamples { get; set; } = DefaultMaxSamples;

    /// <summary>The largest number of bytes of an encoded audio or video file. Checked before the file is read; streams are read up to it.</summary>
    /// <value>The default is <see cref="DefaultMaxBytes"/>.</value>
    [Range(1L, long.MaxValue)]
    public long MaxBytes { get; set; } = DefaultMaxBytes;

    /// <summary>The ffmpeg program, which reads every format but WAV: a path, or a name that is looked up on PATH.</summary>
    /// <value>The default is <see cref="DefaultFfmpegPath"/>.</value>
    [Required]
    public string FfmpegPath { get; set; } = DefaultFfmpegPath;

    /// <summary>How long ffmpeg may take for one file before it is killed, up to a day.</summary>
    /// <value>The default is <see cref="DefaultFfmpegTimeout"/>.</value>
    [TimeRange("00:00:00.0000001", "1.00:00:00")]
    public TimeSpan FfmpegTimeout { get; set; } = DefaultFfmpegTimeout;

    internal AudioDecoderOptions Clone() => (AudioDecoderOptions)MemberwiseClone();
}

[OptionsValidator]
internal sealed partial class AudioDecoderOptionsValidator : IValidateOptions<AudioDecoderOptions>;
