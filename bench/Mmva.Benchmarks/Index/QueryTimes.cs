using System.Diagnostics;

namespace Mmva.Benchmarks.Index;

/// <summary>How long single queries took.</summary>
internal sealed record QueryTimes(double Median, double Percentile99)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.7);

    /// <summary>
    /// The best of several rounds: the tail of a round on a busy machine is the time for which other programs ran instead.
    /// </summary>
    public static QueryTimes Best(ValenceArousal[] places, Action<ValenceArousal> query, int rounds)
    {
        var all = Enumerable.Range(0, rounds).Select(round => Measure(places, query, warmUp: round == 0)).ToList();
        return new(all.Min(times => times.Median), all.Min(times => times.Percentile99));
    }

    public static QueryTimes Measure(ValenceArousal[] places, Action<ValenceArousal> query, bool warmUp = true)
    {
        // until the runtime has compiled the hot paths at full speed
        for (var (start, i) = (Stopwatch.GetTimestamp(), 0);
            warmUp && Stopwatch.GetElapsedTime(start) < WarmUp; i++) query(places[i % places.Length]);
        var seconds = new double[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            query(places[i]);
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(seconds);
        return new(seconds[seconds.Length / 2], seconds[(int)(seconds.Length * 0.99)]);
    }
}
