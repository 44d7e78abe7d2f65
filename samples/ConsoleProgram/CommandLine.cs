using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace ConsoleProgram;

/// <summary>Options and arguments. Ranges include both ends. An error names the option, the value, and the values that are accepted.</summary>
public static class CommandLine
{
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<string?> Text(string name, string help, string description) => new(name) { HelpName = help, Description = description };

    public static Option<string> Text(string name, string help, string description, string fallback) =>
        new(name) { HelpName = help, Description = description, DefaultValueFactory = _ => fallback };

    public static Option<T?> Number<T>(string name, string help, string description, T least, T most) where T : struct, INumber<T> =>
        new Option<T?>(name) { HelpName = help, Description = description }.Within(least, most);

    public static Option<T> Number<T>(string name, string help, string description, T least, T most, T fallback) where T : struct, INumber<T> =>
        new Option<T>(name) { HelpName = help, Description = description, DefaultValueFactory = _ => fallback }.Within(least, most);

    /// <summary>An option with one of some words, the first of which is the default.</summary>
    public static Option<string> Choice(string name, string description, params string[] words) =>
        new Option<string>(name) { Description = description, DefaultValueFactory = _ => words[0] }.Among(words);

    public static Option<DirectoryInfo> Folder(string name, string help, string description, bool required = false) =>
        new Option<DirectoryInfo>(name) { HelpName = help, Description = description, Required = required }.AcceptExistingOnly();

    public static Argument<DirectoryInfo> FolderArgument(string name, string description) =>
        new Argument<DirectoryInfo>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne }.AcceptExistingOnly();

    public static Argument<string?> Word(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    public static Argument<string[]> Words(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrMore };

    public static Option<T> Within<T>(this Option<T> option, T least, T most) where T : struct, INumber<T>
    {
        option.CustomParser = result => Number(option, result, least, most);
        return option;
    }

    public static Option<T?> Within<T>(this Option<T?> option, T least, T most) where T : struct, INumber<T>
    {
        option.CustomParser = result => Number(option, result, least, most);
        return option;
    }

    public static Option<string> Among(this Option<string> option, params string[] words)
    {
        option.HelpName = string.Join('|', words);
        option.CompletionSources.Add(words);
        return option.Checked(word => words.Contains(word) ? null : $"{option.Name} takes {string.Join(" or ", words)}, not '{word}'.");
    }

    /// <summary>Checks each value.</summary>
    public static Option<T> Checked<T>(this Option<T> option, Func<string, string?> error)
    {
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (error(token.Value) is { } found) result.AddError(found);
        });
        return option;
    }

    public static Option<Uri?> Address(string name, string description, string example, string? word = null, Uri? meaning = null) => new(name)
    {
        HelpName = "ADDRESS", Description = description,
        CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (given == word) return meaning;
            var words = word is null ? "" : word + " or ";
            if (!Uri.TryCreate(given, UriKind.Absolute, out var address))
                result.AddError($"{name} takes {words}an address such as {example}, not '{given}'.");
            return address;
        },
    };

    /// <summary>Checks how the parts of a command line fit together.</summary>
    public static void Check(this Command command, Func<CommandResult, string?> error) => command.Validators.Add(result =>
    {
        if (error(result) is { } found) result.AddError(found);
    });

    private static T Number<T>(Option option, ArgumentResult result, T least, T most) where T : struct, INumber<T>
    {
        var word = result.Tokens[0].Value;
        if (T.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} takes a number from {least} to {most}, not '{word}'."));
        return default;
    }
}
