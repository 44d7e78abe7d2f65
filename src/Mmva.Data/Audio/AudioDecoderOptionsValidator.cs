using Microsoft.Extensions.Options;

namespace Mmva.Data;

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
