using System.CommandLine;
using ConsoleProgram;

namespace Mmva.Benchmarks.Scale;

/// <summary>How cost grows with size.</summary>
internal static class ScaleCommand
{
    public static Command Command() => new("scale", "How cost grows with the number of items: docs/scale.md.")
    {
        ScaleIndexCommand.Command(),
        ScalePostgreSqlCommand.Command(),
        ScaleEncodersCommand.Command(),
    };

    /// <summary>Sizes between commas, in ascending order.</summary>
    public static Option<int[]> Sizes(string name, string description, int most, params int[] standard) => new(name)
    {
        HelpName = string.Join(',', standard), Description = description, Arity = ArgumentArity.ExactlyOne, DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            var sizes = new List<int>();
            foreach (var word in result.Tokens[0].Value.Split(','))
            {
                if (int.TryParse(word, out var size) && size >= 1000 && size <= most && (sizes.Count == 0 || size > sizes[^1])) sizes.Add(size);
                else result.AddError($"{name} takes ascending numbers from 1000 to {most}, separated by commas; '{word}' is not one of them.");
            }
            return [.. sizes];
        },
    };
}
