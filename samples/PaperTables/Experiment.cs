using System.Diagnostics;
using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Training;

namespace PaperTables;

/// <summary>Trains all systems for all seeds, and predicts what was held out.</summary>
internal sealed class Experiment(TableData data, Arguments arguments)
{
    public const string PointSuffix = ", Eq. 1 on its points", KnownSuffix = ", captions near the rating of the music";

    private const int MaxPairs = 20_000;

    private readonly Stopwatch _since = Stopwatch.StartNew();

    public HeldOut HeldOut { get; } = new();

    /// <summary>The splits, by seed.</summary>
    public List<SeedSplit> Splits { get; } = [];

    /// <summary>The systems of each seed that read captions, by name: the others are not needed any more.</summary>
    public List<IReadOnlyDictionary<string, TrainedSystem>> Trained { get; } = [];

    public void Run(CancellationToken cancellationToken)
    {
        foreach (var (index, seed) in arguments.Seeds.Index())
        {
            var split = SeedSplit.Of(data, seed);
            var trainer = new SystemTrainer(split, arguments);
            var systems = new Dictionary<string, TrainedSystem>();
            foreach (var (number, name) in SystemTrainer.Names.Index())
            {
                var done = (double)(index * SystemTrainer.Names.Count + number);
                systems[name] = trainer.Train(name, systems, Progress($"seed {seed}, {name}", done), cancellationToken);
            }
            Splits.Add(split);
            Predict(split, systems);
            Trained.Add(systems.Where(system => system.Value is not RivalSystem).ToDictionary());
        }
    }

    private void Predict(SeedSplit split, Dictionary<string, TrainedSystem> systems)
    {
        var side = split.HoldOut;
        foreach (var modality in Enum.GetValues<Modality>())
        {
            var set = side.Of(modality);
            Trivial.AddPoints(HeldOut, modality, split.Train.Of(modality).Items, set.Items);
            foreach (var (name, system) in systems)
            {
                if (system.Emotions(modality, set) is not { } points) continue;
                HeldOut.AddPoints(name, modality, set.Items, [.. points.Cast<ValenceArousal?>()]);
                HeldOut.AddLines(split.Seed, name, modality, set.Items, points);
            }
        }
        var pairs = TestPairs.Of(side, split.Similarity, MaxPairs, split.Seed);
        foreach (var (name, system) in systems)
            HeldOut.AddSimilarities(name, pairs, system.Similarities(pairs, FoundCaptions.ByPrediction(system, side)));
        var mmva = (MmvaSystem)systems[SystemTrainer.Mmva];
        Trivial.AddSimilarities(HeldOut, pairs, split.TrivialSimilarity(), mmva.Emotions(Modality.Music, side.Music));
        HeldOut.AddSimilarities(SystemTrainer.Mmva + PointSuffix, pairs, mmva.SimilaritiesByPoints(pairs));
        if (!data.HasOwnCaptions)
            HeldOut.AddSimilarities(SystemTrainer.Mmva + KnownSuffix, pairs, mmva.Similarities(pairs, FoundCaptions.ByRating(side, split.Seed)));
    }

    private ConsoleProgress<TrainingProgress> Progress(string what, double done)
    {
        double all = arguments.Seeds.Count * SystemTrainer.Names.Count;
        return new(p =>
        {
            var finished = done + (double)p.Step / p.Steps;
            var left = Remaining.Text(_since.Elapsed / finished * (all - finished));
            return $"{what}: epoch {p.Epoch} of at most {p.Epochs}, loss {p.Loss.Total:F4}; at most about {left} left for all systems,";
        });
    }
}
