using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Limits of reading videos, and the paths of <c>ffmpeg</c> and <c>ffprobe</c>.</summary>
public sealed class VideoReaderOptions
{
    /// <summary>The default of <see cref="ShortSide"/>: the input size of Mmva's image encoders.</summary>
    public const int DefaultShortSide = 224;

    /// <summary>The default of <see cref="MaxDuration"/>: twelve hours.</summary>
    public static readonly TimeSpan DefaultMaxDuration = TimeSpan.FromHours(12);

    /// <summary>The default of <see cref="StallTimeout"/>: one minute.</summary>
    public static readonly TimeSpan DefaultStallTimeout = TimeSpan.FromMinutes(1);

    /// <summary>The default of <see cref="FfmpegPath"/>: the program of that name on PATH.</summary>
    public const string DefaultFfmpegPath = "ffmpeg";

    /// <summary>The default of <see cref="FfprobePath"/>: the program of that name on PATH.</summary>
    public const string DefaultFfprobePath = "ffprobe";

    /// <summary>
    /// The shorter side of the frames in pixels, from 16 to 1080. The longer side keeps the video's aspect ratio, up to four times the shorter;
    /// beyond that, both ends are cropped.
    /// </summary>
    /// <value>The default is <see cref="DefaultShortSide"/>.</value>
    [Range(16, 1080)]
    public int ShortSide { get; set; } = DefaultShortSide;

    /// <summary>The longest duration, above zero. Longer videos are refused, while they are read if the file does not state its duration.</summary>
    /// <value>The default is <see cref="DefaultMaxDuration"/>.</value>
    [TimeRange("00:00:00.0000001")]
    public TimeSpan MaxDuration { get; set; } = DefaultMaxDuration;

    /// <summary>How long ffmpeg may produce no output before it is killed, up to a day.</summary>
    /// <value>The default is <see cref="DefaultStallTimeout"/>.</value>
    [TimeRange("00:00:00.0000001", "1.00:00:00")]
    public TimeSpan StallTimeout { get; set; } = DefaultStallTimeout;

    /// <summary>The ffmpeg program: a path, or a name that is looked up on PATH.</summary>
    /// <value>The default is <see cref="DefaultFfmpegPath"/>.</value>
    [Required]
    public string FfmpegPath { get; set; } = DefaultFfmpegPath;

    /// <summary>The ffprobe program, which comes with ffmpeg: a path, or a name that is looked up on PATH.</summary>
    /// <value>The default is <see cref="DefaultFfprobePath"/>.</value>
    [Required]
    public string FfprobePath { get; set; } = DefaultFfprobePath;

    internal VideoReaderOptions Clone() => (VideoReaderOptions)MemberwiseClone();
}

[OptionsValidator]
internal sealed partial class VideoReaderOptionsValidator : IValidateOptions<VideoReaderOptions>;
