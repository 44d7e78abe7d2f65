using System.Diagnostics;
using System.Globalization;

namespace Mmva.Fuzz.Engine;

/// <summary>A worker seen from outside: started again after a crash or a hang, which is a finding of the input in its slot.</summary>
internal sealed class WorkerProcess(string program, FuzzTarget target, CampaignOptions options)
{
    private const int MostDeaths = 20;

    /// <summary>What an input may take. In processor time: the machine may be busy.</summary>
    private static readonly TimeSpan MostWork = TimeSpan.FromSeconds(10), MostWait = TimeSpan.FromMinutes(2), Poll = TimeSpan.FromMilliseconds(200);

    private TimeSpan _work;

    public async Task<TargetResult> RunAsync(Action<SlotCounters> progress, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.Folder, target.Name);
        Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(folder, $"corpus-{options.Seed}"));
        var slotPath = Path.Combine(WorkerCommand.Memory, $"mmva-fuzz-{Environment.ProcessId}-{target.Name}");
        var clock = Stopwatch.StartNew();
        var (next, deaths, ended) = (0L, 0, "complete");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (options.Time is { } time) deadline.CancelAfter(time);
        using var slot = new InputSlot(slotPath);
        try
        {
            while (next < options.Inputs)
            {
                using var process = Start(slotPath, next);
                var death = await WatchAsync(process, slot, progress, deadline.Token);
                if (death is null) break;
                next = slot.Counters.Index + 1;
                if (Volatile.Read(ref slot.Counters.Running) == 0
                    && next == 1) throw new InvalidOperationException($"{target.Name} does not start: {death.Details}");
                slot.Counters.Findings++;
                slot.Counters.Done++;
                slot.End();
                Console.Error.WriteLine($"{target.Name}: {death.Kind}: {death.Save(folder, options.Seed, slot.Counters.Index, slot.Input)}");
                if (++deaths == MostDeaths) break;
            }
            if (deaths == MostDeaths) ended = "too many crashes";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            ended = "time limit";
        }
        finally
        {
            File.Delete(slotPath);
        }
        return TargetResult.Of(target.Name, slot.Counters, clock.Elapsed, _work, ended);
    }

    private Process Start(string slot, long next)
    {
        string[] words =
        [
            program, WorkerCommand.Name, target.Name, options.Folder, slot, $"{options.Seed}", next.ToString(CultureInfo.InvariantCulture),
            options.Inputs.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo(Environment.ProcessPath!, words.Skip(IsHost ? 0 : 1))
        {
            RedirectStandardInput = true,
            Environment =
            {
                ["DOTNET_GCHeapHardLimit"] = "0x60000000", ["DOTNET_GCgen0size"] = "0x2000000", ["DOTNET_TieredPGO"] = "0",
                ["DOTNET_DbgEnableMiniDump"] = "0", [Fixtures.RootVariable] = Fixtures.Root,
            },
        };
        return Process.Start(start)!;
    }

    private static bool IsHost => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    private async Task<Finding?> WatchAsync(Process process, InputSlot slot, Action<SlotCounters> progress, CancellationToken cancellationToken)
    {
        var (index, work, since, before) = (-1L, TimeSpan.Zero, Stopwatch.StartNew(), TimeSpan.Zero);
        try
        {
            while (true)
            {
                using var poll = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                poll.CancelAfter(Poll);
                try
                {
                    await process.WaitForExitAsync(poll.Token);
                    return process.ExitCode == 0 ? null : new("crash", $"the process ended\nexit code {process.ExitCode}");
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    progress(slot.Counters);
                }
                process.Refresh();
                if (process.HasExited) continue;
                before = process.TotalProcessorTime;
                if (slot.Counters.Index != index || Volatile.Read(ref slot.Counters.Running) == 0)
                {
                    (index, work) = (slot.Counters.Index, before);
                    since.Restart();
                }
                else if (before - work > MostWork || since.Elapsed > MostWait)
                    return new("hang", $"more than {MostWork.TotalSeconds} s of work\n{since.Elapsed.TotalSeconds:0} s so far");
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
            _work += before;
            // a killed one leaves its files
            var scratch = WorkerCommand.ScratchOf(target.Name, process.Id);
            if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        }
    }
}
