using Mmva;
using Mmva.Evaluation;
using Mmva.Training;

namespace PaperTables;

/// <summary>
/// Trains every system by the paper's recipe on one side of a split: AdamW at 3e-4, batches of 128, cosine annealing, 512 wide, dropout 0.5. All
/// systems see the same number of batches at most, and stop by the same rule.
/// </summary>
internal sealed class SystemTrainer(SeedSplit split, Arguments arguments)
{
    public const string Mmva = "MMVA", NoMatching = "no random matching", NoSimilarity = "no similarity predictor", Ridge = "ridge regression";

    private readonly ValidationScore _validation = new(split);

    /// <summary>All systems, MMVA first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Mmva, .. RivalSystem.Names.Keys, Ridge, NoMatching, NoSimilarity];

    /// <param name="trained">The systems that are trained already.</param>
    public TrainedSystem Train(
        string name, IReadOnlyDictionary<string, TrainedSystem> trained, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        // with one layer of music features SP-Net is ACP-Net
        if (name == RivalSystem.SpNet && split.Train.Music.Shape.Layers == 1) return trained[RivalSystem.AcpNet];
        return name switch
        {
            Mmva => TrainMmva(split.RandomMatching(), true, progress, cancellationToken),
            NoMatching => TrainMmva(split.PredefinedPairs(cancellationToken), true, progress, cancellationToken),
            NoSimilarity => TrainMmva(split.RandomMatching(), false, progress, cancellationToken),
            Ridge => new RidgeSystem(split.Train, split.Similarity, split.Seed),
            _ => TrainRival(RivalSystem.Names[name], progress, cancellationToken),
        };
    }

    private MmvaSystem TrainMmva(
        IBatchSource source, bool similarityHead, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var model = new MmvaModel(
            new()
            {
                Image = split.Train.Images.Shape, Music = split.Train.Music.Shape, Caption = split.Train.Captions.Shape,
                SimilarityHead = similarityHead,
            },
            (ulong)split.Seed);
        var options = Options(source);
        options.ValidationScore = m => _validation.Of(new MmvaSystem(m, split.Similarity));
        options.Patience = Scaled(arguments.Patience, source);
        using var trainer = new MmvaTrainer(model, source, options);
        trainer.Train(progress, cancellationToken);
        return new(model, split.Similarity);
    }

    private RivalSystem TrainRival(ComparisonSystem system, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var source = split.RandomMatching();
        var model = new ComparisonModel(
            system, new() { Image = split.Train.Images.Shape, Music = split.Train.Music.Shape }, (ulong)split.Seed);
        using var trainer = new ComparisonTrainer(
            model, source, Options(source), m => _validation.Of(new RivalSystem(m, split)), Scaled(arguments.Patience, source));
        trainer.Train(progress, cancellationToken);
        return new(model, split);
    }

    private MmvaTrainerOptions Options(IBatchSource source) => new()
    {
        Epochs = Scaled(arguments.Epochs, source), Seed = (ulong)split.Seed, Threads = arguments.Threads,
    };

    // an epoch of predefined pairs has more steps than one of random matching: the numbers of steps are made equal
    private int Scaled(int epochs, IBatchSource source)
    {
        const int Batch = MmvaTrainerOptions.DefaultBatchSize;
        var steps = (double)epochs * split.RandomMatching().StepsPerEpoch(Batch);
        return (int)Math.Max(1, Math.Round(steps / source.StepsPerEpoch(Batch)));
    }
}
