using Mmva.Evaluation;

namespace PaperTables;

/// <summary>The figures of a benchmark.</summary>
/// <param name="Rows">One per protocol, system, dimension and metric; <see cref="TableRow.Set"/> is the protocol.</param>
/// <param name="Encoder">The encoder of the features.</param>
internal sealed record BenchmarkReport(
    Benchmark Benchmark, string Encoder, IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<TableRow> Rows)
{
    public const string RootSquared = "RMSE";

    /// <summary>The metrics in the order of the columns.</summary>
    public static IReadOnlyList<(string Name, Func<ErrorSums, double> Of)> Metrics { get; } =
    [
        .. PaperTables.Metrics.All.Where(m => m.Name is PaperTables.Metrics.RSquared or PaperTables.Metrics.Pearson
            or PaperTables.Metrics.Concordance),
        (RootSquared, sums => Math.Sqrt(sums.MeanSquaredError)),
    ];

    /// <summary>The figures of others, in the order in which they are listed.</summary>
    public IReadOnlyList<PublishedFigures> Published => [.. PublishedFigures.All.Where(p => p.Benchmark == Benchmark.Name)];

    /// <summary>The protocols, those with unseen groups alone after the whole.</summary>
    public IReadOnlyList<string> Protocols => [.. Rows.Select(row => row.Set).Distinct()];

    public static BenchmarkReport Of(
        Benchmark benchmark, string encoder, IReadOnlyList<(string, string)> facts, BenchmarkRun run, GroupBootstrap bootstrap) =>
        new(benchmark, encoder, facts, [.. run.HeldOut.SelectMany(protocol => RowsOf(protocol.Key, protocol.Value, bootstrap))]);

    /// <summary>The row of a system.</summary>
    public TableRow Row(string protocol, string system, string task, string metric) =>
        Rows.Single(row => row.Set == protocol && row.System == system && row.Task == task && row.Metric == metric);

    /// <summary>The difference between the head and ridge regression; null if there are too few groups for an interval.</summary>
    public BootstrapEstimate? Gain(string protocol, string task) =>
        (Row(protocol, BenchmarkRun.Head, task, PaperTables.Metrics.RSquared).Estimate,
            Row(protocol, BenchmarkRun.Ridge, task, PaperTables.Metrics.RSquared).Estimate) is ({ } head, { } ridge) ? head.Minus(ridge) : null;

    private static IEnumerable<TableRow> RowsOf(string protocol, HeldOut heldOut, GroupBootstrap bootstrap)
    {
        foreach (var key in heldOut.Keys)
        {
            var (runs, constant) = (heldOut[key], heldOut[key with { System = BenchmarkRun.Constant }]);
            foreach (var ((name, of), estimate) in Metrics.Zip(bootstrap.Estimate(runs, [.. Metrics.Select(m => m.Of)])))
            {
                double[] trivial = [.. constant.Select(run => of(run.Total)).Where(double.IsFinite)];
                yield return TableRow.Of(key with { Set = protocol }, name, estimate) with
                {
                    Items = runs.Sum(run => run.Count), Seeds = [.. runs.Select(run => of(run.Total))],
                    Trivial = key.System == BenchmarkRun.Constant ? new Dictionary<string, double>()
                        : new Dictionary<string, double> { ["constant"] = trivial.Length > 0 ? trivial.Average() : double.NaN },
                };
            }
        }
    }
}
