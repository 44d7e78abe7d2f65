using System.CommandLine;
using ConsoleProgram;
using Mmva.Fuzz.Targets;

namespace Mmva.Fuzz;

/// <summary>The command line of a campaign.</summary>
internal sealed record CampaignOptions(string[] Targets, long Inputs, ulong Seed, TimeSpan? Time, string Folder, string? Json)
{
    private const long DefaultInputs = 1_000_000;

    public static RootCommand Command(
        Func<CampaignOptions, CancellationToken, Task<int>> run, Func<string, string?, Task<int>> replay, Func<Task<int>> list)
    {
        Option<string?> only = CommandLine.Text("--only", "TARGETS", "Run only these, separated by commas.").Checked(Unknown);
        var inputs = CommandLine.Number("--inputs", "COUNT", "The number of inputs of each target.", 1L, 1_000_000_000_000L, DefaultInputs);
        var seed = CommandLine.Number("--seed", "SEED", "The same seed gives the same inputs.", 0UL, ulong.MaxValue, 1UL);
        var time = CommandLine.Number("--time", "SECONDS", "The most time of each target; without it there is no limit.", 1.0, 1e6);
        var listing = CommandLine.Flag("--list", "List the targets and end.");
        var json = CommandLine.Text("--json", "FILE", "Also write the results to a JSON file.");
        var folder = CommandLine.Text("--folder", "FOLDER", "Where findings go.", Path.Combine("artifacts", "fuzz"));
        var again = CommandLine.Text("--replay", "FILE", "Run one saved input again, of the target that its folder names or --only.");
        var command = new RootCommand("Runs changed inputs through every parser of untrusted input, and reports what is not a documented refusal.")
        {
            only, inputs, seed, time, listing, json, folder, again,
        };
        command.SetAction((line, cancellationToken) =>
        {
            if (line.GetValue(listing)) return list();
            var names = line.GetValue(only)?.Split(',', StringSplitOptions.RemoveEmptyEntries);
            if (line.GetValue(again) is { } file) return replay(file, names?[0]);
            var limit = line.GetValue(time) is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
            return run(new(names ?? [.. AllTargets.Names], line.GetValue(inputs), line.GetValue(seed), limit,
                Path.GetFullPath(line.GetValue(folder)!),
                line.GetValue(json)), cancellationToken);
        });
        return command;
    }

    private static string? Unknown(string words) =>
        words.Split(',', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => !AllTargets.Names.Contains(word)) is { } other
            ? $"--only: there is no target '{other}'; --list names them."
            : null;
}
