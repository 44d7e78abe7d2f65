using System.Diagnostics;
using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Training;

namespace PaperTables;

/// <summary>Trains on every split of a benchmark for every seed, and predicts what is held out.</summary>
internal sealed class BenchmarkRun(Benchmark benchmark, FeatureSet features, Arguments arguments)
{
    public const string Head = "MMVA head", Ridge = SystemTrainer.Ridge, Constant = "training mean";

    /// <summary>What is added to the name of a protocol for the held-out items of groups that training has not seen.</summary>
    public const string UnseenGroups = ", unseen groups";

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private readonly IReadOnlyList<RatedItem> _items = features.Items;
    private int _done;

    /// <summary>The held-out ratings and predictions, by protocol.</summary>
    public Dictionary<string, HeldOut> HeldOut { get; } = [];

    /// <summary>Every prediction as a line of CSV.</summary>
    public HeldOut Lines { get; } = new();

    public void Run(CancellationToken cancellationToken)
    {
        var plan = benchmark.Protocols
            .SelectMany(protocol => arguments.Seeds.Select(seed => (Protocol: protocol, Seed: seed, Splits: protocol.Of(_items, seed)))).ToList();
        var all = plan.Sum(part => part.Splits.Count);
        foreach (var (protocol, seed, splits) in plan)
        {
            var predictions = new List<HeldOutPrediction>();
            foreach (var split in splits)
            {
                predictions.AddRange(Predict(split, seed, Progress($"{protocol.Name}, seed {seed}", all), cancellationToken));
                _done++;
            }
            predictions.Sort((a, b) => a.Row.CompareTo(b.Row));
            Add(protocol.Name, predictions);
            // a published split may cut through groups: what is held out of new ones is measured by itself, too
            var unseen = predictions.Where(p => p.IsUnseen).ToList();
            if (unseen.Count > 1 && unseen.Count < predictions.Count) Add(protocol.Name + UnseenGroups, unseen);
            foreach (var (name, of) in HeldOutPrediction.Systems)
                Lines.AddLines(seed, $"{protocol.Name}: {name}", benchmark.Modality, ItemsOf(predictions), [.. predictions.Select(of)]);
        }
    }

    private void Add(string protocol, List<HeldOutPrediction> predictions)
    {
        if (!HeldOut.TryGetValue(protocol, out var heldOut)) HeldOut.Add(protocol, heldOut = new());
        foreach (var (name, of) in HeldOutPrediction.Systems)
            heldOut.AddPoints(
                name, benchmark.Modality, ItemsOf(predictions), [.. predictions.Select(p => (ValenceArousal?)of(p))], Parts.All);
    }

    private RatedItem[] ItemsOf(List<HeldOutPrediction> predictions) => [.. predictions.Select(p => _items[p.Row])];

    private IEnumerable<HeldOutPrediction> Predict(
        DatasetSplit split, int seed, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        FeatureSet train = features.Take(split.Train), held = features.Take(split.HoldOut);
        // ridge regression and the mean stop by nothing: they may have the validation items too
        var known = features.Take([.. split.Train, .. split.Validation]);
        var model = TrainHead(train, features.Take(split.Validation), seed, progress, cancellationToken);
        var head = model.PredictEmotion(benchmark.Modality, held.Features);
        cancellationToken.ThrowIfCancellationRequested();
        var ridge = RidgeModel.Fit(known, seed).Predict(held);
        var mean = known.MeanEmotion;
        var groups = known.Items.Select(item => item.Group).ToHashSet(StringComparer.Ordinal);
        return split.HoldOut.Select((row, i) => new HeldOutPrediction(row, head[i], ridge[i], mean, !groups.Contains(_items[row].Group)));
    }

    private MmvaModel TrainHead(
        FeatureSet train, FeatureSet validation, int seed, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var modality = benchmark.Modality;
        var model = new MmvaModel(SingleModality.SizesFor(modality, features.Shape), (ulong)seed);
        var (ratings, mean) = (validation.Emotions, train.MeanEmotion);
        using var trainer = new MmvaTrainer(model, new SingleModality(modality, train), new()
        {
            Epochs = arguments.Epochs, Patience = arguments.Patience, Seed = (ulong)seed, Threads = arguments.Threads,
            LossWeights = SingleModality.LossOf(modality),
            ValidationScore = current => ShareOfConstant(ratings, current.PredictEmotion(modality, validation.Features), mean),
        });
        trainer.Train(progress, cancellationToken);
        return model;
    }

    // the squared error of each dimension as a share of what a constant would do, so that both count
    private static double ShareOfConstant(
        IReadOnlyList<ValenceArousal> ratings, IReadOnlyList<ValenceArousal> predicted, ValenceArousal mean)
    {
        double valence = 0, arousal = 0, constantValence = 1e-12, constantArousal = 1e-12;
        for (var i = 0; i < ratings.Count; i++)
        {
            valence += Math.Pow(predicted[i].Valence - ratings[i].Valence, 2);
            arousal += Math.Pow(predicted[i].Arousal - ratings[i].Arousal, 2);
            constantValence += Math.Pow(mean.Valence - ratings[i].Valence, 2);
            constantArousal += Math.Pow(mean.Arousal - ratings[i].Arousal, 2);
        }
        return valence / constantValence + arousal / constantArousal;
    }

    private ConsoleProgress<TrainingProgress> Progress(string what, int all) => new(p =>
    {
        var finished = _done + (double)p.Step / p.Steps;
        var left = Remaining.Text(_since.Elapsed / finished * (all - finished));
        return $"{what}: epoch {p.Epoch} of at most {p.Epochs}, loss {p.Loss.Total:F4}; at most about {left} left,";
    });
}
