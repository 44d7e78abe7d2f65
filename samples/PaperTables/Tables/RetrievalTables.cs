using Mmva;
using Mmva.Evaluation;
using Mmva.Tasks.Evaluation;

namespace PaperTables;

/// <summary>Table 2, and the retrieval part of Table 5: captions that look for their music by the distance of predicted points.</summary>
internal sealed class RetrievalTables(GroupBootstrap bootstrap)
{
    public const string Chance = "chance", Ratings = "the ratings themselves", Bound = "true points with MMVA's errors";

    public const string RecallAt1 = "R@1", RecallAt5 = "R@5", RecallAt10 = "R@10", ReciprocalRank = "mAP10";

    private static readonly (string Name, Func<int, double> OfRank, Func<RetrievalMetrics, double> Of)[] AllMetrics =
    [
        (RecallAt1, rank => rank <= 1 ? 1 : 0, m => m.RecallAt1), (RecallAt5, rank => rank <= 5 ? 1 : 0, m => m.RecallAt5),
        (RecallAt10, rank => rank <= 10 ? 1 : 0, m => m.RecallAt10),
        (ReciprocalRank, rank => rank <= 10 ? 1.0 / rank : 0, m => m.ReciprocalRankAt10),
    ];

    private readonly Dictionary<(string System, string Metric), List<GroupedErrors>> _ranked = [];
    private readonly Dictionary<string, List<RetrievalMetrics>> _computed = [];
    private readonly List<string> _systems = [];

    public void Add(RetrievalPairs pairs, IReadOnlyDictionary<string, TrainedSystem> systems, CancellationToken cancellationToken)
    {
        foreach (var (name, system) in systems)
            if (system.Emotions(Modality.Caption, pairs.Captions) is { } queries)
                AddRanks(name, pairs, RetrievalEvaluation.Ranks(queries, system.Emotions(Modality.Music, pairs.Music)!, cancellationToken));
        if (pairs.IsRated) AddRanks(Ratings, pairs, RetrievalEvaluation.Ranks(pairs.Captions.Emotions, pairs.Music.Emotions, cancellationToken));
        var chance = RetrievalMetrics.Chance(pairs.Music.Count);
        AddValues(Chance, pairs, metric => [.. pairs.Groups.Select(_ => metric.Of(chance))]);
    }

    /// <summary>
    /// Adds what retrieval by points alone gives if caption and music of a pair share their true point, and MMVA's held-out errors blur both.
    /// </summary>
    public void AddBound(RetrievalPairs pairs, MmvaSystem mmva, HeldOut heldOut, int seed, CancellationToken cancellationToken)
    {
        var points = pairs.IsRated ? pairs.Music.Emotions : mmva.Emotions(Modality.Music, pairs.Music);
        Computed(Bound).Add(EmotionOnlyBound.Estimate(
            points, Error(HeldOut.Music), Error(HeldOut.Text), seed: (ulong)seed, cancellationToken: cancellationToken));

        PlaneError Error(string modality) => new(Mean(modality, HeldOut.Valence), Mean(modality, HeldOut.Arousal));
        double Mean(string modality, string task) =>
            heldOut[new(SystemTrainer.Mmva, HeldOut.All, modality, task)].Average(run => run.Total.MeanSquaredError);
    }

    public IReadOnlyList<TableRow> Table2() =>
        [.. Rows(name => name is not (SystemTrainer.NoMatching or SystemTrainer.NoSimilarity)), .. Published.Retrieval()];

    public IReadOnlyList<TableRow> Table5() =>
        Rows(name => name is SystemTrainer.Mmva or SystemTrainer.NoMatching or SystemTrainer.NoSimilarity or Chance);

    private List<TableRow> Rows(Func<string, bool> isIncluded)
    {
        var rows = new List<TableRow>();
        foreach (var (metric, _, of) in AllMetrics)
        {
            var trivial = new Dictionary<string, double> { [Chance] = _ranked[(Chance, metric)].Average(run => run.Total.Mean) };
            foreach (var system in _systems.Where(isIncluded))
            {
                if (_computed.TryGetValue(system, out var computed))
                {
                    if (isIncluded(SystemTrainer.Ridge))
                        rows.Add(new(system, HeldOut.All, HeldOut.Pairs, HeldOut.Retrieval, metric, computed.Average(of))
                        {
                            Items = computed.Sum(c => c.Count), Seeds = [.. computed.Select(of)],
                        });
                    continue;
                }
                var runs = _ranked[(system, metric)];
                var row = TableRow.Of(new(system, HeldOut.All, HeldOut.Pairs, HeldOut.Retrieval), metric, bootstrap.Estimate(runs, s => s.Mean));
                rows.Add(row with
                {
                    Items = runs.Sum(run => run.Count), Seeds = [.. runs.Select(run => run.Total.Mean)],
                    Trivial = system is Chance or Ratings ? new Dictionary<string, double>() : trivial,
                });
            }
        }
        return rows;
    }

    private void AddRanks(string system, RetrievalPairs pairs, int[] ranks) =>
        AddValues(system, pairs, metric => [.. ranks.Select(metric.OfRank)]);

    private void AddValues(
        string system, RetrievalPairs pairs, Func<(string Name, Func<int, double> OfRank, Func<RetrievalMetrics, double> Of), double[]> values)
    {
        if (!_systems.Contains(system)) _systems.Add(system);
        foreach (var metric in AllMetrics)
        {
            if (!_ranked.TryGetValue((system, metric.Name), out var runs)) _ranked.Add((system, metric.Name), runs = []);
            runs.Add(GroupedErrors.OfValues(values(metric), pairs.Groups));
        }
    }

    private List<RetrievalMetrics> Computed(string system)
    {
        if (_computed.TryGetValue(system, out var computed)) return computed;
        _systems.Add(system);
        return _computed[system] = [];
    }
}
