using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Limits of decoding audio, and the path of the <c>ffmpeg</c> program.</summary>
public sealed class AudioDecoderOptions
{
    /// <summary>The default of <see cref="MaxDuration"/>: twelve hours.</summary>
    public static readonly TimeSpan DefaultMaxDuration = TimeSpan.FromHours(12);

    /// <summary>The default of <see cref="MaxSamples"/>: 2²⁸, which take 1 GiB and last four and a half hours at 16 kHz.</summary>
    public const int DefaultMaxSamples = 1 << 28;

    /// <summary>The default of <see cref="MaxBytes"/>: 64 GiB, a film.</summary>
    public const long DefaultMaxBytes = 64L << 30;

    /// <summary>The default of <see cref="FfmpegPath"/>: the program of that name on PATH.</summary>
    public const string DefaultFfmpegPath = "ffmpeg";

    /// <summary>The default of <see cref="FfmpegTimeout"/>: two minutes.</summary>
    public static readonly TimeSpan DefaultFfmpegTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The default of <see cref="ExcerptWindow"/>: 2.992 seconds, a window of the compact music encoder.</summary>
    public static readonly TimeSpan DefaultExcerptWindow = TimeSpan.FromMilliseconds(2992);

    /// <summary>The longest duration, above zero. Longer audio is refused: by the header of a WAV file, otherwise while the samples arrive.</summary>
    /// <value>The default is <see cref="DefaultMaxDuration"/>.</value>
    [TimeRange("00:00:00.0000001")]
    public TimeSpan MaxDuration { get; set; } = DefaultMaxDuration;

    /// <summary>
    /// The largest number of samples (one channel) that are kept, up to 2²⁹: four bytes of memory each, and twice that while they arrive from
    /// ffmpeg. Audio of more than 100 million samples, or of more than this, is resampled to 16 kHz while it arrives, so that an hour takes 230 MB.
    /// </summary>
    /// <value>The default is <see cref="DefaultMaxSamples"/>.</value>
    [Range(1, 1 << 29)] // four bytes each still fit into one array
    public int MaxSamples { get; set; } = DefaultMaxSamples;

    /// <summary>
    /// The largest number of bytes of an encoded audio or video file, which is not kept in memory. Checked before the file is read; streams are read
    /// up to it, into a temporary file.
    /// </summary>
    /// <value>The default is <see cref="DefaultMaxBytes"/>.</value>
    [Range(1L, long.MaxValue)]
    public long MaxBytes { get; set; } = DefaultMaxBytes;

    /// <summary>The ffmpeg program, which reads every format but WAV: a path, or a name that is looked up on PATH.</summary>
    /// <value>The default is <see cref="DefaultFfmpegPath"/>.</value>
    [Required]
    public string FfmpegPath { get; set; } = DefaultFfmpegPath;

    /// <summary>How long ffmpeg may decode nothing before it is killed, up to a day.</summary>
    /// <value>The default is <see cref="DefaultFfmpegTimeout"/>.</value>
    [TimeRange("00:00:00.0000001", "1.00:00:00")]
    public TimeSpan FfmpegTimeout { get; set; } = DefaultFfmpegTimeout;

    /// <summary>
    /// How much of a long piece is decoded: windows of <see cref="ExcerptWindow"/>, evenly spaced over the piece and joined, as many as fit into this
    /// duration; or <see langword="null"/> for all of it. Audio that is longer by less than a window is decoded whole.
    /// </summary>
    /// <remarks>
    /// Only these windows are decoded, so that a file costs nearly the same however long it is. The same file always gives the same samples.
    /// Damage between the windows goes unnoticed; if a window lies beyond the end of a truncated file, the file is refused as if it were decoded
    /// whole.
    /// Thirty seconds of two minutes move a point by .024 (docs/performance.md).
    /// </remarks>
    /// <value>The default is <see langword="null"/>.</value>
    [TimeRange("00:00:01")]
    public TimeSpan? Excerpt { get; set; }

    /// <summary>The length of the windows of an excerpt, or of the only one if the excerpt is shorter.</summary>
    /// <value>The default is <see cref="DefaultExcerptWindow"/>.</value>
    [TimeRange("00:00:00.1")]
    public TimeSpan ExcerptWindow { get; set; } = DefaultExcerptWindow;

    /// <summary>
    /// The highest sample rate (Hz) that is returned, or <see langword="null"/> for any: audio of a higher rate is resampled to it while it is
    /// decoded, with the bits of <see cref="AudioResampling.Resample"/>. An encoder that resamples to this rate anyway gives the same features, and
    /// the samples of a song take a third of the memory.
    /// </summary>
    /// <value>The default is <see langword="null"/>.</value>
    [Range(1000, 1_000_000)]
    public int? MaxSampleRate { get; set; }

    /// <summary>The same limits, for a file that is an excerpt.</summary>
    internal AudioDecoderOptions Whole()
    {
        var whole = Clone();
        whole.Excerpt = null;
        return whole;
    }

    internal AudioDecoderOptions Clone() => (AudioDecoderOptions)MemberwiseClone();
}

[OptionsValidator]
internal sealed partial class AudioDecoderOptionsValidator : IValidateOptions<AudioDecoderOptions>;
