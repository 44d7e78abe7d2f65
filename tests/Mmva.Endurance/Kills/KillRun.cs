using System.Diagnostics;
using Mmva.Endurance.Results;

namespace Mmva.Endurance.Kills;

/// <summary>What happened to one target.</summary>
/// <param name="Rounds">How often the work came to its end in spite of the kills, and was compared.</param>
/// <param name="Resumed">Kills after which the next process found work of the killed one.</param>
/// <param name="HalfWritten">Kills that left a temporary file.</param>
internal sealed record KillRow(string Area, int Kills, int Rounds, int Resumed, int HalfWritten, double Seconds);

/// <summary>Kills a process again and again, each time at another moment of its work, and lets another one resume.</summary>
internal sealed class KillRun(KillTarget target, int moments, Random random, RunResult result)
{
    private const int MostRounds = 10_000;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly List<string> _lines = [];
    private int _kills, _rounds, _resumed, _halfWritten;

    public async Task<KillRow> RunAsync(string work, CancellationToken cancellationToken)
    {
        await target.PrepareAsync(Directory.CreateDirectory(Path.Combine(work, "shared")).FullName, cancellationToken);
        var folder = Path.Combine(work, "whole");
        await BeginAsync(folder);
        var length = await RunAsync(folder, null, cancellationToken);
        var expected = await target.StateAsync(folder);
        // the next ones begin warm
        await BeginAsync(folder);
        length = await RunAsync(folder, null, cancellationToken);
        if (await target.StateAsync(folder) != expected) result.Fail($"{target.Name}: two runs that were not killed differ");

        folder = Path.Combine(work, "killed");
        await BeginAsync(folder);
        var report = Stopwatch.StartNew();
        while (_kills < moments && _rounds < MostRounds && result.FailureCount < 50)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await RunAsync(folder, random.NextDouble() * length!.Value, cancellationToken) is { } ended)
            {
                length = (length!.Value + ended) / 2; // the machine may have become faster or slower
                await CompareAsync(folder, expected);
                await BeginAsync(folder);
                continue;
            }
            _kills++;
            if (target.Leftovers(folder) > 0) _halfWritten++;
            List<string> lines;
            lock (_lines) lines = [.. _lines];
            if (lines.Count > 1) _resumed++;
            if (await target.CheckKilledAsync(folder, lines) is { } wrong) result.Fail($"{target.Name}, kill {_kills}: {wrong}");
            if (report.Elapsed > TimeSpan.FromSeconds(5))
            {
                Console.Error.WriteLine($"{target.Name}: {_kills} of {moments} kills, {_rounds} rounds");
                report.Restart();
            }
        }
        await RunAsync(folder, null, cancellationToken);
        await CompareAsync(folder, expected);
        return new(target.Name, _kills, _rounds, _resumed, _halfWritten, Math.Round(_since.Elapsed.TotalSeconds, 1));
    }

    private async Task BeginAsync(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        await target.BeginAsync(folder);
    }

    private async Task CompareAsync(string folder, string expected)
    {
        _rounds++;
        var state = await target.StateAsync(folder);
        if (state != expected) result.Fail($"{target.Name}, round {_rounds}: the final state differs: {Difference(expected, state)}");
        if (target.Leftovers(folder) is > 0 and var files)
            result.Fail($"{target.Name}, round {_rounds}: {files} temporary files are left at the end");
    }

    /// <summary>Runs the process to its end, or kills it some time after its first line.</summary>
    /// <returns>How long the work took after its first line, or null if the process was killed.</returns>
    private async Task<TimeSpan?> RunAsync(string folder, TimeSpan? killAfter, CancellationToken cancellationToken)
    {
        lock (_lines) _lines.Clear();
        using var process = new Process { StartInfo = target.Start(folder) };
        var errors = new List<string>();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) began.TrySetResult();
            else
            {
                lock (_lines) _lines.Add(line.Data);
                began.TrySetResult();
            }
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null) return;
            lock (errors) errors.Add(line.Data);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await began.Task.WaitAsync(Limit, cancellationToken);
        var since = Stopwatch.StartNew();
        if (killAfter is { } delay)
        {
            await Task.WhenAny(process.WaitForExitAsync(cancellationToken), Task.Delay(delay, cancellationToken));
            if (!process.HasExited) process.Kill();
        }
        else
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Limit);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                throw;
            }
        }
        // also waits for the rest of the output
        await process.WaitForExitAsync(cancellationToken);
        const int killed = 128 + 9;
        if (process.ExitCode == killed) return null;
        if (process.ExitCode != 0)
            lock (errors)
                throw new MmvaException($"{target.Name} ended with the exit code {process.ExitCode}: {string.Join('\n', errors)}");
        return since.Elapsed;
    }

    private static string Difference(string expected, string state)
    {
        var (a, b) = (expected.Split('\n'), state.Split('\n'));
        var missing = a.Except(b).Take(3);
        var more = b.Except(a).Take(3);
        return $"{a.Length} lines, {b.Length} now; missing: {string.Join(" | ", missing)}; instead: {string.Join(" | ", more)}";
    }
}
