using System.Diagnostics;
using System.Globalization;

namespace Mmva.Endurance.Running;

/// <summary>What a process uses at a moment.</summary>
/// <param name="Seconds">Since the watch began.</param>
/// <param name="Rss">Resident memory in bytes.</param>
/// <param name="Handles">Open files and sockets.</param>
internal sealed record ProcessSample(double Seconds, long Rss, int Handles, int Threads);

/// <summary>Reads at intervals what a process uses. Linux only.</summary>
internal sealed class ProcessWatch(int id)
{
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly List<ProcessSample> _samples = [];

    public IReadOnlyList<ProcessSample> Samples
    {
        get
        {
            lock (_samples) return [.. _samples];
        }
    }

    public async Task RunAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            do
            {
                if (Read() is not { } sample) return;
                lock (_samples) _samples.Add(sample);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
        }
    }

    /// <summary>What the process uses now, or null if it has ended.</summary>
    public ProcessSample? Read()
    {
        try
        {
            var status = File.ReadLines($"/proc/{id}/status").Select(line => line.Split(':')).ToDictionary(parts => parts[0], parts => parts[1]);
            return new(
                _since.Elapsed.TotalSeconds, 1024 * Number(status["VmRSS"]), Directory.GetFileSystemEntries($"/proc/{id}/fd").Length,
                (int)Number(status["Threads"]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static long Number(string value) => long.Parse(value.Split("kB")[0], CultureInfo.InvariantCulture);
}
