using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace ConsoleProgram;

/// <summary>What options take. A value that they do not take is named with its option and with what it could be.</summary>
public static class Values
{
    /// <summary>A number in a range, both ends included.</summary>
    public static Option<T> Within<T>(this Option<T> option, T least, T most) where T : struct, INumber<T>
    {
        option.CustomParser = result => Number(option, result, least, most);
        return option;
    }

    /// <inheritdoc cref="Within{T}(Option{T}, T, T)"/>
    public static Option<T?> Within<T>(this Option<T?> option, T least, T most) where T : struct, INumber<T>
    {
        option.CustomParser = result => Number(option, result, least, most);
        return option;
    }

    /// <summary>One of some words.</summary>
    public static Option<string> Among(this Option<string> option, params string[] words)
    {
        option.HelpName = string.Join('|', words);
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.Select(token => token.Value).Except(words)) result.AddError($"{option.Name} takes {string.Join(" or ", words)}, not '{word}'.");
        });
        return option;
    }

    private static T Number<T>(Option option, ArgumentResult result, T least, T most) where T : struct, INumber<T>
    {
        var word = result.Tokens[0].Value;
        if (T.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} takes a number from {least} to {most}, not '{word}'."));
        return default;
    }
}
