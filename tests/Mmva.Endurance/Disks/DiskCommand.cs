using System.CommandLine;
using System.Security.Cryptography;
using ConsoleProgram;
using Mmva.Endurance.Results;

namespace Mmva.Endurance.Disks;

/// <summary>Full and read-only disks.</summary>
internal static class DiskCommand
{
    private const string Full = "full", NearlyFull = "nearly full", ReadOnly = "read-only";
    private const long FewBytes = 24 << 10;

    private static readonly string[] Reasons =
        ["No space left on device", "Read-only file system", "database or disk is full", "readonly database", "is full"];

    public static Command Command()
    {
        var only = CommandLine.Text("--only", "NAMES", "Only these cases, separated by commas.");
        var json = CommandLine.Text("--json", "FILE", "Writes the results to this file.");
        var command = new Command("disk", """
            Runs everything that writes on a disk that is full, nearly full, and read-only. It must fail with an error that names the file or folder
            and the reason and an exit code of 1, leave what was there as it was, no temporary file, and succeed once there is room.
            Mounts a small file system in memory, which needs root; otherwise it says so and passes.
            """) { only, json };
        command.SetAction((line, cancellationToken) => RunAsync(line.GetValue(only)?.Split(','), line.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[]? only, string? json, CancellationToken cancellationToken)
    {
        var result = new RunResult("disk", 0);
        var (rows, skipped) = (new List<object>(), new List<string>());
        if (SmallDisk.Missing is { } missing) skipped.Add(missing);
        else
        {
            foreach (var name in DiskCases.Names.Where(name => only?.Contains(name) ?? true))
                foreach (var condition in new[] { Full, NearlyFull, ReadOnly })
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await using var one = DiskCases.Create(name);
                    if (one.Missing is { } reason)
                    {
                        skipped.Add($"{name}: {reason}");
                        break;
                    }
                    var failures = new List<string>();
                    try
                    {
                        failures.AddRange(await TryAsync(one, condition));
                    }
                    catch (Exception e) when (e is MmvaException or IOException or TimeoutException)
                    {
                        failures.Add(e.Message);
                    }
                    foreach (var failure in failures) result.Fail($"{name}, {condition}: {failure}");
                    rows.Add(new { Case = name, Condition = condition, Passed = failures.Count == 0 });
                    Console.WriteLine($"{name,-22} {condition,-12} {(failures.Count == 0 ? "passed" : "FAILED")}");
                }
        }
        foreach (var line in skipped) Console.Error.WriteLine($"skipped {line}");
        result.Add("cases", rows);
        result.Add("skipped", skipped);
        return result.End(json);
    }

    private static async Task<List<string>> TryAsync(DiskCase one, string condition)
    {
        var failures = new List<string>();
        using var disk = SmallDisk.Mount();
        var folder = disk.Folder;
        await one.PrepareAsync(folder);
        var before = Files(folder);
        if (condition == ReadOnly) disk.MakeReadOnly();
        else disk.Fill(condition == Full ? 0 : FewBytes);
        var outcome = await one.RunAsync(folder);
        if (condition == ReadOnly) disk.MakeWritable();
        var after = Files(folder);

        // small files find room there
        if (condition == NearlyFull && outcome.ExitCode == 0) return await one.CheckAsync(folder) is { } unlike ? [unlike] : [];
        if (outcome.ExitCode != 1) failures.Add($"the exit code is {outcome.ExitCode}");
        if (!outcome.Words.Contains(folder, StringComparison.Ordinal)) failures.Add($"the error names no file: {Short(outcome.Words)}");
        if (!Reasons.Any(reason => outcome.Words.Contains(reason, StringComparison.OrdinalIgnoreCase)))
            failures.Add($"the error does not say why: {Short(outcome.Words)}");
        if (outcome.Words.Contains("\n   at ", StringComparison.Ordinal)) failures.Add($"the error is a stack trace: {Short(outcome.Words)}");
        foreach (var (file, hash) in before)
            if (!one.MayDiffer(file) && after.GetValueOrDefault(file) != hash) failures.Add($"{file} was changed or is gone");
        foreach (var file in after.Keys.Except(before.Keys))
            if (!one.MayDiffer(file)) failures.Add($"{file} is left");

        disk.Free();
        var again = await one.RunAsync(folder);
        if (again.ExitCode != 0) failures.Add($"with room, the exit code is {again.ExitCode}: {Short(again.Words)}");
        else if (await one.CheckAsync(folder) is { } wrong) failures.Add($"with room, {wrong}");
        if (Directory.GetFiles(folder, "*.tmp", SearchOption.AllDirectories).Length > 0) failures.Add("with room, a temporary file is left");
        return failures;
    }

    private static Dictionary<string, string> Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
        file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    private static string Short(string words) => words.Length > 600 ? words[..600] + "…" : words;
}
