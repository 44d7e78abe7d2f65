using System.Collections.Concurrent;

namespace Mmva.Endurance.Results;

/// <summary>How long requests of one kind took, in milliseconds.</summary>
internal sealed record LatencyRow(string Kind, int Count, double P50, double P99, double Longest);

/// <summary>Times of requests by kind. Safe to use from several threads at once.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentDictionary<string, List<float>> _times = [];

    public void Add(string kind, TimeSpan time)
    {
        var times = _times.GetOrAdd(kind, _ => []);
        lock (times) times.Add((float)time.TotalMilliseconds);
    }

    public IReadOnlyList<LatencyRow> Rows() => [.. _times.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
    {
        float[] sorted;
        lock (pair.Value) sorted = [.. pair.Value.Order()];
        double At(double share) => Math.Round(sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)], 1);
        return new LatencyRow(pair.Key, sorted.Length, At(0.5), At(0.99), At(1));
    })];
}
