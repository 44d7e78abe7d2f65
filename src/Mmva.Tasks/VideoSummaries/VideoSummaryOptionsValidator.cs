using Microsoft.Extensions.Options;

namespace Mmva.Tasks;

internal sealed class VideoSummaryOptionsValidator : IValidateOptions<VideoSummaryOptions>
{
    private const double SlowestFrames = 0.1, FastestFrames = 30;
    private const int LargestThumbnail = 1024;

    // twelve bytes for every pair of pictures
    private const int LargestWindow = 3600;

    private static readonly TimeSpan ShortestSegment = TimeSpan.FromSeconds(1), LongestSegment = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, VideoSummaryOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (!Enum.IsDefined(options.Arousal)) problems.AddError($"{(int)options.Arousal} is none of its values.", nameof(options.Arousal));
        if (!Enum.IsDefined(options.Shots)) problems.AddError($"{(int)options.Shots} is none of its values.", nameof(options.Shots));
        if (!Enum.IsDefined(options.Value)) problems.AddError($"{(int)options.Value} is none of its values.", nameof(options.Value));
        if (!(options.Share is > 0 and <= 1)) problems.AddError($"{options.Share} is not above 0 and up to 1.", nameof(options.Share));
        if (!(options.FramesPerSecond is >= SlowestFrames and <= FastestFrames)) problems.AddError($"{options.FramesPerSecond} is not between {SlowestFrames} and {FastestFrames}.", nameof(options.FramesPerSecond));
        if (options.ShotLength <= TimeSpan.Zero) problems.AddError($"{options.ShotLength:c} is not positive.", nameof(options.ShotLength));
        if (!(options.ChangePenalty is >= 0 and < double.PositiveInfinity)) problems.AddError($"{options.ChangePenalty} is not finite, or negative.", nameof(options.ChangePenalty));
        if (!(options.SegmentationWindow.TotalSeconds * options.FramesPerSecond is >= 2 and <= LargestWindow))
            problems.AddError($"{options.SegmentationWindow:c} holds fewer than 2 or more than {LargestWindow} pictures.", nameof(options.SegmentationWindow));
        if (options.MusicSegment < ShortestSegment || options.MusicSegment > LongestSegment)
            problems.AddError($"{options.MusicSegment:c} is not between {ShortestSegment:c} and {LongestSegment:c}.", nameof(options.MusicSegment));
        if (options.ThumbnailSide is < 0 or > LargestThumbnail) problems.AddError($"{options.ThumbnailSide} is not between 0 and {LargestThumbnail}.", nameof(options.ThumbnailSide));
        return problems.Build();
    }
}
