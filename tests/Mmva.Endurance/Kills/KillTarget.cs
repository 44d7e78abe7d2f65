using System.Diagnostics;

namespace Mmva.Endurance.Kills;

/// <summary>A process that does some work in a folder, may be killed at any moment, and resumes when it is started again.</summary>
internal abstract class KillTarget(string name) : IAsyncDisposable
{
    public string Name => name;

    /// <summary>Why it cannot run here, or null.</summary>
    public virtual string? Missing => null;

    /// <summary>Prepares what all runs share.</summary>
    public virtual Task PrepareAsync(string shared, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called before a run that starts from nothing.</summary>
    public virtual Task BeginAsync(string folder) => Task.CompletedTask;

    /// <summary>Starts or resumes the work; its first line of output means that the work begins.</summary>
    public abstract ProcessStartInfo Start(string folder);

    /// <summary>What is wrong after the process was killed, or null.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="lines">What it had printed in the run that was killed.</param>
    public abstract Task<string?> CheckKilledAsync(string folder, IReadOnlyList<string> lines);

    /// <summary>The final state as text, to be compared with that of a run that was never killed.</summary>
    public abstract Task<string> StateAsync(string folder);

    public virtual ValueTask DisposeAsync() => default;

    /// <summary>The temporary files in a folder that killed processes left.</summary>
    public virtual int Leftovers(string folder) => Directory.GetFiles(folder, "*.tmp", SearchOption.AllDirectories).Length;
}
