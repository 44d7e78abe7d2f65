using Mmva.Tasks;

namespace Mmva;

/// <summary>Whose arousal counts.</summary>
public enum ArousalSource
{
    /// <summary>That of the pictures.</summary>
    Images,

    /// <summary>That of the music.</summary>
    Music,

    /// <summary>The mean of both; where there is no sound, that of the pictures.</summary>
    Both,
}

/// <summary>How a video is divided into shots.</summary>
public enum ShotDetection
{
    /// <summary>Where the pictures' features change.</summary>
    KernelTemporalSegmentation,

    /// <summary>After equal times.</summary>
    FixedLength,
}

/// <summary>What a shot is worth to a summary.</summary>
public enum ShotValue
{
    /// <summary>The mean arousal of its pictures, as in the literature. It prefers short shots: they are worth as much as long ones and cost less.</summary>
    MeanArousal,

    /// <summary>The sum over its pictures, so that every second counts alike: the summary with the highest arousal there is.</summary>
    TotalArousal,
}

/// <summary>Settings of video summaries.</summary>
public sealed class VideoSummaryOptions
{
    /// <summary>The default of <see cref="FramesPerSecond"/>.</summary>
    public const double DefaultFramesPerSecond = 2;

    /// <summary>The default of <see cref="ChangePenalty"/>.</summary>
    public const double DefaultChangePenalty = 0.7;

    /// <summary>The default of <see cref="ThumbnailSide"/>.</summary>
    public const int DefaultThumbnailSide = 192;

    /// <summary>Whose arousal decides what is exciting.</summary>
    /// <value>The default is <see cref="ArousalSource.Images"/>.</value>
    public ArousalSource Arousal { get; set; } = ArousalSource.Images;

    /// <summary>The longest summary, as a part of the video: above 0, up to 1.</summary>
    /// <value>The default is <see cref="ShotSelection.DefaultShare"/>.</value>
    public double Share { get; set; } = ShotSelection.DefaultShare;

    /// <summary>What the shots of the summary are chosen by.</summary>
    /// <value>The default is <see cref="ShotValue.MeanArousal"/>.</value>
    public ShotValue Value { get; set; } = ShotValue.MeanArousal;

    /// <summary>How many pictures a second are looked at. Shots begin and end at multiples of their distance.</summary>
    /// <value>The default is 2.</value>
    public double FramesPerSecond { get; set; } = DefaultFramesPerSecond;

    /// <summary>How the video is divided into shots.</summary>
    /// <value>The default is <see cref="ShotDetection.KernelTemporalSegmentation"/>.</value>
    public ShotDetection Shots { get; set; } = ShotDetection.KernelTemporalSegmentation;

    /// <summary>The length of shots of <see cref="ShotDetection.FixedLength"/>; rounded to whole pictures.</summary>
    /// <value>The default is two seconds.</value>
    public TimeSpan ShotLength { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How much a change of shot must be worth to <see cref="KernelTemporalSegmentation"/> (vmax), on features of length 1. Higher values give fewer and longer shots.</summary>
    /// <value>The default is 0.7: on features of EfficientNet-Lite0 it finds every cut of the films tried, where the 1 of the literature misses one of four.</value>
    public double ChangePenalty { get; set; } = DefaultChangePenalty;

    /// <summary>
    /// How much of a video <see cref="KernelTemporalSegmentation"/> sees at once. Up to this length the segmentation is exact; longer videos are segmented
    /// piece by piece, each piece beginning with the unfinished shot of the one before, so that memory does not grow with the video. No shot is longer.
    /// </summary>
    /// <value>The default is 15 minutes: about 70 MB at 2 pictures a second.</value>
    public TimeSpan SegmentationWindow { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How much sound the music tower hears at once.</summary>
    /// <value>The default is three seconds: one window of musicnn.</value>
    public TimeSpan MusicSegment { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The longer side of the shots' thumbnails in pixels; 0 for none.</summary>
    /// <value>The default is 192.</value>
    public int ThumbnailSide { get; set; } = DefaultThumbnailSide;
}
