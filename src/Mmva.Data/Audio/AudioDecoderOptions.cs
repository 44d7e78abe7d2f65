namespace Mmva.Data;

/// <summary>Limits of decoding sound, and where the <c>ffmpeg</c> program is.</summary>
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

    /// <summary>The longest sound. Longer ones are refused: from the header of a WAV file, while the samples arrive otherwise.</summary>
    /// <value>The default is <see cref="DefaultMaxDuration"/>.</value>
    public TimeSpan MaxDuration { get; set; } = DefaultMaxDuration;

    /// <summary>The most samples of a decoded sound (one channel), four bytes of memory each; twice that while they arrive from ffmpeg.</summary>
    /// <value>The default is <see cref="DefaultMaxSamples"/>.</value>
    public int MaxSamples { get; set; } = DefaultMaxSamples;

    /// <summary>The most bytes of an encoded sound or video. Checked before it is read.</summary>
    /// <value>The default is <see cref="DefaultMaxBytes"/>.</value>
    public long MaxBytes { get; set; } = DefaultMaxBytes;

    /// <summary>The ffmpeg program that reads what is not WAV: a path, or a name that is looked up on PATH.</summary>
    /// <value>The default is <see cref="DefaultFfmpegPath"/>.</value>
    public string FfmpegPath { get; set; } = DefaultFfmpegPath;

    /// <summary>How long ffmpeg may take for one file before it is killed.</summary>
    /// <value>The default is <see cref="DefaultFfmpegTimeout"/>.</value>
    public TimeSpan FfmpegTimeout { get; set; } = DefaultFfmpegTimeout;
}
