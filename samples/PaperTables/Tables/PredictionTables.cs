using Mmva.Evaluation;

namespace PaperTables;

/// <summary>Tables 1 and 3: errors and agreement of valence, arousal and similarity.</summary>
internal sealed class PredictionTables(HeldOut heldOut, GroupBootstrap bootstrap)
{
    private readonly Dictionary<(CellKey, string), TableRow> _rows = [];

    /// <summary>MMVA, its rivals and the trivial predictors; single data sets for MMVA and the trivial predictors alone.</summary>
    public IReadOnlyList<TableRow> Table1() => Rows(
        system => system is not (SystemTrainer.NoMatching or SystemTrainer.NoSimilarity),
        Published.Predictions(system => !system.Contains("without", StringComparison.Ordinal)));

    /// <summary>MMVA and its two ablations.</summary>
    public IReadOnlyList<TableRow> Table3() =>
    [
        .. Rows(
            system => system is SystemTrainer.Mmva or SystemTrainer.NoMatching or SystemTrainer.NoSimilarity,
            Published.Predictions(system => system.StartsWith("MMVA", StringComparison.Ordinal))).Where(r => r.Set == HeldOut.All),
    ];

    private IReadOnlyList<TableRow> Rows(Func<string, bool> isIncluded, IEnumerable<TableRow> published)
    {
        var rows = new List<TableRow>();
        foreach (var key in heldOut.Keys)
        {
            var isShown = key.Set == HeldOut.All || key.System == SystemTrainer.Mmva || IsTrivial(key.System);
            if (!isIncluded(key.System) || !isShown) continue;
            foreach (var (metric, _) in Metrics.All)
            {
                // probabilities and constants have no meaningful agreement
                if (key.Task == HeldOut.Similarity && metric == Metrics.Concordance) continue;
                rows.Add(Row(key, metric));
            }
        }
        return [.. rows.Concat(published).OrderBy(r => r.Set == HeldOut.All ? 0 : 1).ThenBy(r => Order(r.Modality, r.Task))
            .ThenBy(r => r.Set == HeldOut.All ? "" : r.Set, StringComparer.Ordinal)
            .ThenBy(r => r.Source is not null ? 2 : IsTrivial(r.System) ? 1 : 0)
];
    }

    private TableRow Row(CellKey key, string metric)
    {
        if (_rows.TryGetValue((key, metric), out var known)) return known;
        var runs = heldOut[key];
        var estimates = bootstrap.Estimate(runs, [.. Metrics.All.Select(m => m.Of)]);
        foreach (var ((name, of), estimate) in Metrics.All.Zip(estimates))
            _rows[(key, name)] = TableRow.Of(key, name, estimate) with
            {
                Items = runs.Sum(run => run.Count), Seeds = [.. runs.Select(run => of(run.Total))],
                Trivial = IsTrivial(key.System) ? new Dictionary<string, double>() : TrivialValues(key, name),
            };
        return _rows[(key, metric)];
    }

    private Dictionary<string, double> TrivialValues(CellKey key, string metric)
    {
        var values = new Dictionary<string, double>();
        foreach (var (name, json) in Trivial.Names)
            if (key with { System = name } is var trivial && heldOut.Has(trivial) && heldOut[trivial].Count == heldOut[key].Count)
                values[json] = Row(trivial, metric).Value;
        return values;
    }

    private static bool IsTrivial(string system) => Trivial.Names.Any(t => t.Name == system);

    private static int Order(string modality, string task) => modality switch
    {
        HeldOut.Pairs => 0,
        HeldOut.Image => 1,
        HeldOut.Music => 3,
        _ => 5,
    } + (task == HeldOut.Arousal ? 1 : 0);
}
