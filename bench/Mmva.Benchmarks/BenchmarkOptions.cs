using System.CommandLine;
using ConsoleProgram;

namespace Mmva.Benchmarks;

/// <summary>The options that several benchmarks have.</summary>
internal static class BenchmarkOptions
{
    public static Option<string> Peers(string holds) => new("--peers") { HelpName = "FOLDER", Description = $"Holds {holds}.", Required = true };

    public static Option<string?> Json() => new("--json") { HelpName = "FILE", Description = "Also writes the figures to this file." };

    public static Option<string[]> Only() => Some("--only", "The towers to measure.", [.. PaperTower.All.Select(tower => tower.Name)]);

    public static Option<int> Threads() => Count("--threads", "Threads of either side.", 2);

    public static Option<int> Turns(int standard) => Count("--turns", "Turns of either side; the median counts.", standard);

    public static Option<int> Count(string name, string description, int standard, int least = 1) =>
        new Option<int>(name) { HelpName = "N", Description = description, DefaultValueFactory = _ => standard }.Within(least, 1_000_000_000);

    /// <summary>Some of the names, between commas; all where the option is not given.</summary>
    public static Option<string[]> Some(string name, string description, string[] all) => new(name)
    {
        HelpName = string.Join(',', all), Description = description, Arity = ArgumentArity.ExactlyOne, DefaultValueFactory = _ => all,
        CustomParser = result =>
        {
            var chosen = result.Tokens[0].Value.Split(',');
            foreach (var unknown in chosen.Except(all)) result.AddError($"{name} takes {string.Join(", ", all)}, not '{unknown}'.");
            return chosen;
        },
    };
}
