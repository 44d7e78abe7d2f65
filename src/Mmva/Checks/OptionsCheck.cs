using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>Validates options in the same way with and without a container.</summary>
internal static class OptionsCheck
{
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    public static T Validated<T>(this T options, IValidateOptions<T> validator) where T : class
    {
        var name = Microsoft.Extensions.Options.Options.DefaultName;
        var result = validator.Validate(name, options);
        return result.Failed ? throw new OptionsValidationException(name, typeof(T), result.Failures) : options;
    }

    /// <summary>Adds an error with the member's name, its value and the allowed values.</summary>
    public static void Expect(this ValidateOptionsResultBuilder errors, bool valid, string member, object? value, string allowed)
    {
        if (!valid) errors.AddError(FormattableString.Invariant($"{member} is {value}; it must be {allowed}."));
    }
}
