using Microsoft.Extensions.Options;

namespace Mmva.Data;

internal sealed class ImageDecoderOptionsValidator : IValidateOptions<ImageDecoderOptions>
{
    private const long PixelCeiling = 500_000_000; // four bytes each still fit into one array

    public ValidateOptionsResult Validate(string? name, ImageDecoderOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (options.MaxPixels is < 1 or > PixelCeiling) problems.AddError($"{options.MaxPixels} is not between 1 and {PixelCeiling}.", nameof(options.MaxPixels));
        if (options.MaxBytes is < 1 or > int.MaxValue) problems.AddError($"{options.MaxBytes} is not between 1 and {int.MaxValue}.", nameof(options.MaxBytes));
        if (!Enum.IsDefined(options.Transparency)) problems.AddError($"{(int)options.Transparency} is none of its values.", nameof(options.Transparency));
        return problems.Build();
    }
}

internal sealed class AudioDecoderOptionsValidator : IValidateOptions<AudioDecoderOptions>
{
    private const int SampleCeiling = 1 << 29; // four bytes each still fit into one array
    private static readonly TimeSpan TimeoutCeiling = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, AudioDecoderOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (options.MaxDuration <= TimeSpan.Zero) problems.AddError($"{options.MaxDuration:c} is not positive.", nameof(options.MaxDuration));
        if (options.MaxSamples is < 1 or > SampleCeiling) problems.AddError($"{options.MaxSamples} is not between 1 and {SampleCeiling}.", nameof(options.MaxSamples));
        if (options.MaxBytes < 1) problems.AddError($"{options.MaxBytes} is not positive.", nameof(options.MaxBytes));
        if (string.IsNullOrWhiteSpace(options.FfmpegPath)) problems.AddError("is empty.", nameof(options.FfmpegPath));
        if (options.FfmpegTimeout <= TimeSpan.Zero || options.FfmpegTimeout > TimeoutCeiling)
            problems.AddError($"{options.FfmpegTimeout:c} is not between zero and {TimeoutCeiling:c}.", nameof(options.FfmpegTimeout));
        return problems.Build();
    }
}

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
