using System.Collections.Concurrent;
using Mmva.Training;

namespace Mmva.Evaluation;

/// <summary>
/// Bootstrap intervals over groups (songs, themes, games) instead of items, which depend on each other within a group (Cameron, Gelbach and Miller
/// 2008). Of pairs, the groups of both items are drawn, independently (Owen 2007).
/// </summary>
/// <remarks>
/// Several runs, each with its own seed and split, are averaged; a group that is tested in several runs is drawn for all of them together. All
/// estimates on the same groups see the same draws, so that differences are paired. The same seed gives the same bits for any number of threads.
/// Safe to use from several threads.
/// </remarks>
public sealed class GroupBootstrap
{
    /// <summary>The default number of draws: enough to correct p-values for a hundred comparisons.</summary>
    public const int DefaultResamples = 10_000;

    /// <summary>The default confidence of the intervals.</summary>
    public const double DefaultConfidence = 0.95;

    // seeds are so far apart that their draws have nothing in common
    private const ulong SeedStep = 0x9E3779B97F4A7C15;

    private readonly ConcurrentDictionary<string, object> _draws = new(StringComparer.Ordinal);
    private readonly ulong _seed;

    /// <summary>Creates a bootstrap.</summary>
    /// <param name="resamples">The number of draws, at least 100.</param>
    /// <param name="confidence">The confidence of the intervals, above 0 and below 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public GroupBootstrap(int resamples = DefaultResamples, double confidence = DefaultConfidence, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence must be above 0 and below 1.");
        Resamples = resamples;
        Confidence = confidence;
        _seed = seed;
    }

    /// <summary>The number of draws.</summary>
    public int Resamples { get; }

    /// <summary>The confidence of the intervals.</summary>
    public double Confidence { get; }

    /// <summary>Estimates a metric: its mean over the runs, with an interval.</summary>
    /// <param name="runs">One or more runs.</param>
    /// <param name="metric">The metric, such as <c>sums => sums.MeanAbsoluteError</c>.</param>
    /// <exception cref="ArgumentException">There are no runs, or some have pairs and others have not.</exception>
    public BootstrapEstimate Estimate(IReadOnlyList<GroupedErrors> runs, Func<ErrorSums, double> metric) => Estimate(runs, [metric])[0];

    /// <summary>Estimates several metrics, in the time of one.</summary>
    /// <param name="runs">One or more runs.</param>
    /// <param name="metrics">The metrics.</param>
    /// <returns>One estimate per metric, in order.</returns>
    /// <exception cref="ArgumentException">There are no runs, or some have pairs and others have not.</exception>
    public IReadOnlyList<BootstrapEstimate> Estimate(IReadOnlyList<GroupedErrors> runs, IReadOnlyList<Func<ErrorSums, double>> metrics)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(metrics);
        if (runs.Count == 0) throw new ArgumentException("There are no runs.", nameof(runs));
        if (runs.Any(run => run.Others.Count > 0 != runs[0].Others.Count > 0))
            throw new ArgumentException("Some runs are of pairs and others are not.", nameof(runs));
        string[] groups = Union(runs.SelectMany(run => run.Groups)), others = Union(runs.SelectMany(run => run.Others));
        var maps = runs.Select(run => (Groups: Map(run.Groups, groups), Others: Map(run.Others, others))).ToArray();
        double[][] replicates = [.. metrics.Select(_ => new double[Resamples])];
        Parallel.For(0, Resamples, resample =>
        {
            var random = new RandomSource(_seed * SeedStep + (ulong)resample);
            int[] first = Draw(groups.Length, random), second = Draw(others.Length, random);
            var sums = new ErrorSums[runs.Count];
            for (var r = 0; r < sums.Length; r++)
            {
                foreach (var (group, other, cell) in runs[r].Cells)
                {
                    var weight = first[maps[r].Groups[group]] * (other < 0 ? 1 : second[maps[r].Others[other]]);
                    if (weight > 0) sums[r] = sums[r].Plus(cell, weight);
                }
            }
            for (var m = 0; m < metrics.Count; m++) replicates[m][resample] = MeanOfDefined(sums, metrics[m]);
        });
        // equal draws have equal keys: differences are paired
        var key = string.Join('\n', groups) + "\0" + string.Join('\n', others);
        var draws = _draws.GetOrAdd(key, _ => new());
        ErrorSums[] totals = [.. runs.Select(run => run.Total)];
        var count = others.Length > 0 ? Math.Min(groups.Length, others.Length) : groups.Length;
        return [.. metrics.Select((metric, m) => new BootstrapEstimate(MeanOfDefined(totals, metric), replicates[m], Confidence, count, draws))];
    }

    // undefined are a run of which no group was drawn, and the correlation of a constant
    private static double MeanOfDefined(ErrorSums[] sums, Func<ErrorSums, double> metric)
    {
        var (total, defined) = (0.0, 0);
        foreach (var value in sums.Select(metric).Where(double.IsFinite))
        {
            total += value;
            defined++;
        }
        return defined > 0 ? total / defined : double.NaN;
    }

    private static int[] Draw(int count, RandomSource random)
    {
        var times = new int[count];
        for (var i = 0; i < count; i++) times[random.Next(count)]++;
        return times;
    }

    private static string[] Union(IEnumerable<string> groups) => [.. groups.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static int[] Map(IReadOnlyList<string> groups, string[] all) =>
        [.. groups.Select(group => Array.BinarySearch(all, group, StringComparer.Ordinal))];
}
