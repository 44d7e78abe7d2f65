using System.Diagnostics;

namespace Mmva.Benchmarks.Scale;

/// <summary>What a piece of work took.</summary>
/// <param name="CoreSeconds">Processor time of this process, which other programs on the machine hardly change.</param>
/// <param name="Seconds">By the clock.</param>
internal readonly record struct Cost(double CoreSeconds, double Seconds)
{
    public static Cost Of(Action action)
    {
        var (start, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        action();
        return new((Environment.CpuUsage.TotalTime - before).TotalSeconds, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
