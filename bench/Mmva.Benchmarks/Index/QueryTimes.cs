using System.Diagnostics;
using Mmva.Emotion;

namespace Mmva.Benchmarks.Index;

/// <summary>How long single queries took.</summary>
internal sealed record QueryTimes(double Median, double Percentile99)
{
    public static QueryTimes Measure(ValenceArousal[] places, Action<ValenceArousal> query)
    {
        foreach (var place in places.AsSpan(0, Math.Min(places.Length, 1000))) query(place);
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
