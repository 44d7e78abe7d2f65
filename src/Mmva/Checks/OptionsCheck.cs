using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>Validates options in the same way with a container and without.</summary>
internal static class OptionsCheck
{
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public static T Validated<T>(this T options, IValidateOptions<T> validator) where T : class
    {
        var result = validator.Validate(Microsoft.Extensions.Options.Options.DefaultName, options);
        return result.Failed ? throw new OptionsValidationException(Microsoft.Extensions.Options.Options.DefaultName, typeof(T), result.Failures) : options;
    }
}
