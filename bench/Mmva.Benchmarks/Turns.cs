using System.Diagnostics;

namespace Mmva.Benchmarks;

/// <summary>Times two contenders in turns, so that a noisy machine disturbs both alike.</summary>
internal static class Turns
{
    /// <summary>The medians of both and of the ratios of neighbouring turns; one warm-up turn each is not counted.</summary>
    /// <param name="name">What is measured, for example <c>minilm/1x24</c>.</param>
    /// <param name="ours">Runs Mmva once and returns seconds.</param>
    /// <param name="peer">Runs the peer once and returns seconds.</param>
    /// <param name="turns">Turns each.</param>
    /// <param name="precision">Where the case has one.</param>
    /// <param name="agreement">Compares what the two gave; null where they give nothing to compare.</param>
    public static BenchmarkRow Measure(
        string name, Func<double> ours, Func<double> peer, int turns, Precision? precision = null, Func<Agreement>? agreement = null)
    {
        ours();
        peer();
        var pairs = new List<(double Ours, double Peer)>();
        for (var i = 0; i < turns; i++)
        {
            // who goes first changes every turn
            if (i % 2 == 0) { var o = ours(); pairs.Add((o, peer())); }
            else { var p = peer(); pairs.Add((ours(), p)); }
        }
        var row = new BenchmarkRow(
            name, precision, Median(pairs.Select(p => p.Ours)), Median(pairs.Select(p => p.Peer)), Median(pairs.Select(p => p.Peer / p.Ours)),
            agreement?.Invoke());
        Console.WriteLine(row);
        return row;
    }

    /// <summary>The same for cases whose features are compared.</summary>
    public static BenchmarkRow Measure(string name, Work ours, Work peer, int turns, Precision precision, double fastLimit) =>
        Measure(
            name, () => Seconds(ours.Run), () => Seconds(peer.Run), turns, precision,
            () => Agreement.Of(precision, ours.Features(), peer.Features(), fastLimit));

    public static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
