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
