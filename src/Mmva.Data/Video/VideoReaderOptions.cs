namespace Mmva.Data;

/// <summary>Limits of reading videos, and where <c>ffmpeg</c> and <c>ffprobe</c> are.</summary>
public sealed class VideoReaderOptions
{
    /// <summary>The default of <see cref="ShortSide"/>: what the image towers of Mmva take.</summary>
    public const int DefaultShortSide = 224;

    /// <summary>The default of <see cref="MaxDuration"/>: twelve hours.</summary>
    public static readonly TimeSpan DefaultMaxDuration = TimeSpan.FromHours(12);

    /// <summary>The default of <see cref="StallTimeout"/>: one minute.</summary>
    public static readonly TimeSpan DefaultStallTimeout = TimeSpan.FromMinutes(1);

    /// <summary>The shorter side of the pictures, in pixels; the longer follows the video's shape, up to four times as long. What is beyond that is cut off at both ends.</summary>
    /// <value>The default is <see cref="DefaultShortSide"/>.</value>
    public int ShortSide { get; set; } = DefaultShortSide;

    /// <summary>The longest video. Longer ones are refused as soon as they are found to be: also those that do not say how long they are.</summary>
    /// <value>The default is <see cref="DefaultMaxDuration"/>.</value>
    public TimeSpan MaxDuration { get; set; } = DefaultMaxDuration;

    /// <summary>How long ffmpeg may be silent, neither giving a picture nor sound, before it is killed.</summary>
    /// <value>The default is <see cref="DefaultStallTimeout"/>.</value>
    public TimeSpan StallTimeout { get; set; } = DefaultStallTimeout;

    /// <summary>The ffmpeg program: a path, or a name that is looked up on PATH.</summary>
    /// <value>The default is <c>ffmpeg</c>.</value>
    public string FfmpegPath { get; set; } = "ffmpeg";

    /// <summary>The ffprobe program, which comes with ffmpeg: a path, or a name that is looked up on PATH.</summary>
    /// <value>The default is <c>ffprobe</c>.</value>
    public string FfprobePath { get; set; } = "ffprobe";
}
