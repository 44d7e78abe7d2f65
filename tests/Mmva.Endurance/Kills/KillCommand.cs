using System.CommandLine;
using ConsoleProgram;
using Mmva.Endurance.Kills.Targets;
using Mmva.Endurance.Results;

namespace Mmva.Endurance.Kills;

/// <summary>kill −9 at random moments.</summary>
internal static class KillCommand
{
    /// <summary>The areas, and the share of the moments that each target gets: those of an index share one area.</summary>
    private static readonly (string Name, int Share, Func<KillTarget> Create)[] Targets =
    [
        ("training", 4, () => new TrainingTarget()), ("cache", 4, () => new CacheTarget()), ("index-file", 1, () => new IndexTarget("file")),
        ("index-sqlite", 1, () => new IndexTarget("sqlite")), ("index-postgresql", 1, () => new IndexTarget("postgresql")),
        ("catalogue", 4, () => new CatalogueTarget()), ("download", 4, () => new DownloadTarget()),
    ];

    private const string Workers = "workers";

    public static Command Command()
    {
        string[] names = [.. Targets.Select(target => target.Name), Workers];
        var moments = CommandLine.Number(
            "--moments", "N", "How many kills an area gets; the three indexes and the workers are one area and share them.",
            4, 100_000, fallback: 200);
        var only = CommandLine.Text("--only", "NAMES", $"Only some of {string.Join(", ", names)}; separated by commas.");
        var seed = CommandLine.Number<ulong>("--seed", "N", "Chooses the moments.", 0, int.MaxValue, fallback: 1);
        var json = CommandLine.Text("--json", "FILE", "Writes the results to this file.");
        var command = new Command("kill", """
            Kills processes at random moments with SIGKILL and lets others resume: training, caching of features, indexing in a file, SQLite and
            PostgreSQL, by one process and by several workers, building a catalogue of prompts, downloading a model. After each kill, what was
            acknowledged must be there, and nothing half-written under its name; in the end all must be as after a run that was never killed.
            """) { moments, only, seed, json };
        command.Check(line => line.GetValue(only)?.Split(',').FirstOrDefault(name => !names.Contains(name)) is { } unknown
            ? $"--only takes {string.Join(" or ", names)}, not '{unknown}'." : null);
        command.SetAction((line, cancellationToken) => RunAsync(
            line.GetValue(moments), line.GetValue(only)?.Split(',') ?? names, line.GetValue(seed), line.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int moments, string[] only, ulong seed, string? json, CancellationToken cancellationToken)
    {
        var result = new RunResult("kill", seed);
        var (rows, skipped) = (new List<KillRow>(), new List<string>());
        var all = Targets.Select(target => (target.Name, target.Share, Run: (Func<int, Random, string, Task<KillRow?>>)(async (count, random, work) =>
        {
            await using var one = target.Create();
            if (one.Missing is { } missing)
            {
                skipped.Add($"{one.Name}: {missing}");
                return null;
            }
            return await new KillRun(one, count, random, result).RunAsync(work, cancellationToken);
        }))).Append((Workers, 1, async (count, random, work) =>
        {
            if (WorkersRun.Missing is { } missing)
            {
                skipped.Add($"{Workers}: {missing}");
                return null;
            }
            return await new WorkersRun(count, random, result).RunAsync(work, cancellationToken);
        })).ToList();
        foreach (var (name, share, run) in all)
        {
            if (!only.Contains(name)) continue;
            var work = Directory.CreateTempSubdirectory("mmva-kill-");
            try
            {
                var random = new Random(HashCode(seed, name));
                if (await run(Math.Max(1, moments * share / 4), random, work.FullName) is not { } row) continue;
                rows.Add(row);
                Console.WriteLine(
                    $"{row.Area,-18} {row.Kills,5} kills, {row.Rounds,4} ends compared, {row.Resumed,4} with work to resume, "
                    + $"{row.HalfWritten,4} left a temporary file, {row.Seconds,6:F0} s");
            }
            catch (Exception e) when (e is MmvaException or TimeoutException or IOException)
            {
                result.Fail($"{name}: {e.Message}");
            }
            finally
            {
                work.Delete(recursive: true);
            }
        }
        foreach (var line in skipped) Console.Error.WriteLine($"skipped {line}");
        result.Add("moments", moments);
        result.Add("areas", rows);
        result.Add("skipped", skipped);
        return result.End(json);
    }

    private static int HashCode(ulong seed, string name) => unchecked((int)name.Aggregate(seed + 17, (hash, c) => hash * 31 + c));
}
