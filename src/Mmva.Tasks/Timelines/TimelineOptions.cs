using Microsoft.Extensions.Options;
using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>Options of writing a timeline.</summary>
public sealed class TimelineOptions
{
    /// <summary>
    /// The time code of the timeline's first frame: hours, minutes, seconds and frames, such as <c>01:00:00:00</c>, or <c>01:00:00;00</c> for
    /// drop-frame time code, which exists at 29.97 and 59.94 frames per second.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: zero, as drop-frame time code if that of the source is.
    /// </value>
    public string? StartTimeCode { get; set; }

    /// <summary>
    /// Whether frames of the source count from its time code, if it has one, as most editing programs expect; otherwise they count from zero, as
    /// programs expect that do not read it, such as OpenShot.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool UseSourceTimeCode { get; set; } = true;

    /// <summary>Checks the options before a video is summarized, or a soundtrack planned, so that they do not fail after that.</summary>
    /// <param name="video">The headers of the video, or <see langword="null"/> for a soundtrack of photos.</param>
    /// <exception cref="OptionsValidationException">The start is not a time code.</exception>
    /// <exception cref="MmvaException">The start time code does not exist at the rate of the timeline.</exception>
    public void Check(VideoInfo? video)
    {
        var rate = SoundtrackTimeline.RateOf(video);
        Timeline.StartOf(rate, this.Validated(new TimelineOptionsValidator()), new(rate.Base, false));
    }
}

internal sealed class TimelineOptionsValidator : IValidateOptions<TimelineOptions>
{
    public ValidateOptionsResult Validate(string? name, TimelineOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        errors.Expect(
            options.StartTimeCode is not { } text || TimeCode.IsOne(text), nameof(TimelineOptions.StartTimeCode), options.StartTimeCode,
            "hours, minutes, seconds and frames such as 01:00:00:00, or 01:00:00;00 for drop-frame time code");
        return errors.Build();
    }
}
