using Microsoft.Extensions.Options;

namespace Mmva.Data;

internal sealed class VideoReaderOptionsValidator : IValidateOptions<VideoReaderOptions>
{
    private const int SmallestSide = 16, LargestSide = 1080;
    private static readonly TimeSpan TimeoutCeiling = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, VideoReaderOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (options.ShortSide is < SmallestSide or > LargestSide) problems.AddError($"{options.ShortSide} is not between {SmallestSide} and {LargestSide}.", nameof(options.ShortSide));
        if (options.MaxDuration <= TimeSpan.Zero) problems.AddError($"{options.MaxDuration:c} is not positive.", nameof(options.MaxDuration));
        if (options.StallTimeout <= TimeSpan.Zero || options.StallTimeout > TimeoutCeiling)
            problems.AddError($"{options.StallTimeout:c} is not between zero and {TimeoutCeiling:c}.", nameof(options.StallTimeout));
        if (string.IsNullOrWhiteSpace(options.FfmpegPath)) problems.AddError("is empty.", nameof(options.FfmpegPath));
        if (string.IsNullOrWhiteSpace(options.FfprobePath)) problems.AddError("is empty.", nameof(options.FfprobePath));
        return problems.Build();
    }
}
