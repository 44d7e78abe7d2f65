using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>The modality whose arousal counts.</summary>
public enum ArousalSource
{
    /// <summary>The arousal of the images.</summary>
    Images,

    /// <summary>The arousal of the music.</summary>
    Music,

    /// <summary>The mean of both; the arousal of the images if there is no audio.</summary>
    Both,
}

/// <summary>How a video is divided into shots.</summary>
public enum ShotDetection
{
    /// <summary>
    /// <see cref="MusicClips"/> if only music counts, as in the paper's music variant; otherwise <see cref="KernelTemporalSegmentation"/>.
    /// </summary>
    Automatic,

    /// <summary>A shot ends where the features of the images change.</summary>
    KernelTemporalSegmentation,

    /// <summary>All shots have the length <see cref="VideoSummaryOptions.ShotLength"/>.</summary>
    FixedLength,

    /// <summary>
    /// Every shot is a clip of music: all have the length <see cref="VideoSummaryOptions.MusicSegment"/>. If only music counts, no image is decoded,
    /// and there are no thumbnails.
    /// </summary>
    MusicClips,
}

/// <summary>The value of a shot for a summary.</summary>
public enum ShotValue
{
    /// <summary>
    /// The mean arousal of its images, as in the literature. It favors short shots, which are worth as much as long ones and cost less.
    /// </summary>
    MeanArousal,

    /// <summary>The sum over its images, so that every second counts the same: the summary with the highest total arousal.</summary>
    TotalArousal,
}

/// <summary>Settings of video summaries.</summary>
public sealed class VideoSummaryOptions
{
    /// <summary>The default of <see cref="Share"/>, as in the literature.</summary>
    public const double DefaultShare = 0.15;

    /// <summary>The default of <see cref="FramesPerSecond"/>.</summary>
    public const double DefaultFramesPerSecond = 2;

    /// <summary>The default of <see cref="ChangePenalty"/>.</summary>
    public const double DefaultChangePenalty = 0.7;

    /// <summary>The default of <see cref="ThumbnailSide"/>.</summary>
    public const int DefaultThumbnailSide = 192;

    /// <summary>The modality whose arousal counts.</summary>
    /// <value>The default is <see cref="ArousalSource.Images"/>.</value>
    [EnumDataType(typeof(ArousalSource))]
    public ArousalSource Arousal { get; set; } = ArousalSource.Images;

    /// <summary>The maximum length of the summary as a share of the video: above 0, up to 1.</summary>
    /// <value>The default is 0.15.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Share { get; set; } = DefaultShare;

    /// <summary>The value by which shots are chosen.</summary>
    /// <value>The default is <see cref="ShotValue.MeanArousal"/>.</value>
    [EnumDataType(typeof(ShotValue))]
    public ShotValue Value { get; set; } = ShotValue.MeanArousal;

    /// <summary>The number of frames that are predicted per second, from 0.1 to 30. Shots start and end at multiples of their distance.</summary>
    /// <value>The default is 2.</value>
    [Range(0.1, 30.0)]
    public double FramesPerSecond { get; set; } = DefaultFramesPerSecond;

    /// <summary>How the video is divided into shots.</summary>
    /// <value>The default is <see cref="ShotDetection.Automatic"/>.</value>
    [EnumDataType(typeof(ShotDetection))]
    public ShotDetection Shots { get; set; } = ShotDetection.Automatic;

    /// <summary>The length of shots of <see cref="ShotDetection.FixedLength"/>, rounded to whole frames: above 0.</summary>
    /// <value>The default is two seconds.</value>
    [TimeRange("00:00:00.0000001")]
    public TimeSpan ShotLength { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The cost of a change of shot (vmax) for <see cref="ShotDetection.KernelTemporalSegmentation"/>, on features of length 1: at least 0. Higher
    /// values result in fewer and longer shots.
    /// </summary>
    /// <value>
    /// The default is 0.7: on features of EfficientNet-Lite0 it finds every cut of the tested films, where the literature's 1 misses one in four.
    /// </value>
    [Range(0.0, double.MaxValue)]
    public double ChangePenalty { get; set; } = DefaultChangePenalty;

    /// <summary>
    /// How much of a video <see cref="ShotDetection.KernelTemporalSegmentation"/> segments at once, from 2 to 3600 frames. Up to this length the
    /// segmentation is exact; longer videos are segmented in windows, each starting with the unfinished shot of the previous one, so that memory
    /// does not grow with the video. No shot is longer than the window.
    /// </summary>
    /// <value>The default is 15 minutes: about 70 MB at 2 frames per second.</value>
    [SegmentationWindow]
    public TimeSpan SegmentationWindow { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The length of the segments of audio that are predicted, from one second to one minute.</summary>
    /// <value>The default is three seconds: one window of musicnn.</value>
    [TimeRange("00:00:01", "00:01:00")]
    public TimeSpan MusicSegment { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The longer side of the shots' thumbnails in pixels, up to 1024; 0 for none.</summary>
    /// <value>The default is 192.</value>
    [Range(0, 1024)]
    public int ThumbnailSide { get; set; } = DefaultThumbnailSide;

    /// <summary>How the video is divided, with <see cref="ShotDetection.Automatic"/> resolved.</summary>
    internal ShotDetection ShotsOrDefault => Shots != ShotDetection.Automatic ? Shots
        : Arousal == ArousalSource.Music ? ShotDetection.MusicClips
        : ShotDetection.KernelTemporalSegmentation;

    /// <summary>The start of a frame.</summary>
    internal TimeSpan TimeOf(int frame) => TimeSpan.FromSeconds(frame / FramesPerSecond);
}

[OptionsValidator]
internal sealed partial class VideoSummaryOptionsValidator : IValidateOptions<VideoSummaryOptions>;

/// <summary>A window whose number of frames is within limits. Its memory is twelve bytes for every pair of frames.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SegmentationWindowAttribute() : ValidationAttribute("{0} has fewer than 2 or more than 3600 frames.")
{
    private const int MinFrames = 2, MaxFrames = 3600;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var frames = ((TimeSpan)value!).TotalSeconds * ((VideoSummaryOptions)validationContext.ObjectInstance).FramesPerSecond;
        return frames is >= MinFrames and <= MaxFrames
            ? ValidationResult.Success
            : new(FormatErrorMessage(validationContext.DisplayName), [validationContext.MemberName!]);
    }
}
