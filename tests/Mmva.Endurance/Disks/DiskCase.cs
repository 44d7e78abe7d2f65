using System.Diagnostics;
using Mmva.Endurance.Kills;

namespace Mmva.Endurance.Disks;

/// <summary>What a program did: its exit code, and what it said.</summary>
internal sealed record DiskOutcome(int ExitCode, string Words);

/// <summary>Something that writes to a folder.</summary>
internal abstract class DiskCase(string name) : IAsyncDisposable
{
    public string Name => name;

    /// <summary>Why it cannot run here, or null.</summary>
    public virtual string? Missing => null;

    /// <summary>Writes what is there before; the disk has room.</summary>
    public virtual Task PrepareAsync(string folder) => Task.CompletedTask;

    /// <summary>Writes. Called while the disk is full or read-only, and again when it is not.</summary>
    public abstract Task<DiskOutcome> RunAsync(string folder);

    /// <summary>Whether a file may change or stay although writing failed: databases, and what a later run resumes from.</summary>
    public virtual bool MayDiffer(string file) => false;

    /// <summary>What is wrong once writing has succeeded, or null.</summary>
    public virtual Task<string?> CheckAsync(string folder) => Task.FromResult<string?>(null);

    public virtual ValueTask DisposeAsync() => default;

    protected static async Task<DiskOutcome> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        return new(process.ExitCode, await errors + await output);
    }
}

/// <summary>A writer of the library, called in this process.</summary>
internal sealed class WriterCase(string name, string file, Func<string, Task> write) : DiskCase(name)
{
    // something to be replaced
    public override Task PrepareAsync(string folder) => write(Path.Combine(folder, file));

    public override async Task<DiskOutcome> RunAsync(string folder)
    {
        try
        {
            await write(Path.Combine(folder, file));
            return new(0, "");
        }
        catch (MmvaException e)
        {
            return new(1, e.Message);
        }
        catch (Exception e)
        {
            return new(-1, $"an untyped error: {e}");
        }
    }
}

/// <summary>The work of a process that can be resumed, on a disk on which it finds no room at first.</summary>
internal sealed class ResumedCase(KillTarget target, params string[] mayDiffer) : DiskCase(target.Name)
{
    private string _expected = "";

    public override string? Missing => target.Missing;

    public override async Task PrepareAsync(string folder)
    {
        var elsewhere = Directory.CreateTempSubdirectory("mmva-disk-");
        try
        {
            await target.PrepareAsync(elsewhere.FullName, default);
            await target.BeginAsync(elsewhere.FullName);
            var whole = await RunAsync(target.Start(elsewhere.FullName));
            if (whole.ExitCode != 0) throw new MmvaException($"{Name}: {whole.Words}");
            _expected = await target.StateAsync(elsewhere.FullName);
            await target.BeginAsync(folder);
        }
        finally
        {
            elsewhere.Delete(recursive: true);
        }
    }

    public override Task<DiskOutcome> RunAsync(string folder) => RunAsync(target.Start(folder));

    // the ends of names, and folders
    public override bool MayDiffer(string file) => mayDiffer.Any(
        part => file.EndsWith(part, StringComparison.Ordinal) || part.EndsWith('/') && file.Contains(part, StringComparison.Ordinal));

    public override async Task<string?> CheckAsync(string folder) =>
        await target.StateAsync(folder) == _expected ? null : "the final state differs from that of a run on a disk with room";

    public override ValueTask DisposeAsync() => target.DisposeAsync();
}

/// <summary>A sample, as users run it.</summary>
internal sealed class SampleCase(
    string name, Func<string, Task> prepare, Func<string, ProcessStartInfo> start, bool isRunBefore, Func<string, bool>? mayDiffer = null,
    Func<string, string?>? check = null) : DiskCase(name)
{
    public override async Task PrepareAsync(string folder)
    {
        await prepare(folder);
        if (isRunBefore && await RunAsync(folder) is { ExitCode: not 0 } failed) throw new MmvaException($"{Name}: {failed.Words}");
    }

    public override Task<DiskOutcome> RunAsync(string folder) => RunAsync(start(folder));

    public override bool MayDiffer(string file) => mayDiffer?.Invoke(file) ?? false;

    public override Task<string?> CheckAsync(string folder) => Task.FromResult(check?.Invoke(folder));
}
