using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>The same checks of options with a container and without.</summary>
internal static class OptionsCheck
{
    public static void ThrowIfInvalid<T>(IValidateOptions<T> validator, T options) where T : class
    {
        var result = validator.Validate(null, options);
        if (result.Failed) throw new OptionsValidationException(Options.DefaultName, typeof(T), result.Failures);
    }
}
