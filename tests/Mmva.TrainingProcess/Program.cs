using Mmva;
using Mmva.Training;

// A training run for tests to kill: CHECKPOINT RESULT EPOCHS. It resumes from the checkpoint if there is one, prints the epoch from which it goes on
// and each epoch that ends, before its checkpoint, and saves the model at the end.
var (checkpoint, result, epochs) = (args[0], args[1], int.Parse(args[2]));
var shapes = new MmvaModelOptions
{
    Image = new(1, 64), Music = new(3, 96), Caption = new(2, 80), EmbeddingWidth = 64, HiddenWidth = 128,
};
try
{
    using var trainer = new MmvaTrainer(
        new MmvaModel(shapes, seed: 1), new RandomMatching(Set(shapes.Image, 61, 1), Set(shapes.Music, 40, 2), Set(shapes.Caption, 40, 2)),
        new() { BatchSize = 16, Epochs = epochs, Seed = 3, CheckpointPath = checkpoint, CheckpointEvery = 1, Threads = 2 });
    if (File.Exists(checkpoint)) trainer.Resume(checkpoint);
    Console.WriteLine($"epoch {trainer.Epoch}");
    trainer.Train(new EpochLines());
    trainer.Model.Save(result);
    return 0;
}
catch (MmvaException e)
{
    Console.WriteLine(e.Message);
    return 1;
}

static LabeledFeatures Set(FeatureShape shape, int count, ulong seed)
{
    var random = new RandomSource(seed);
    var values = new float[count * shape.Layers * shape.Width];
    foreach (ref var value in values.AsSpan()) value = 2 * random.NextSingle() - 1;
    return new(
        new FeatureBatch(count, shape.Layers, shape.Width, values),
        [.. Enumerable.Range(0, count).Select(_ => new ValenceArousal(random.NextSingle(), random.NextSingle()))]);
}

/// <summary>Prints a line at once, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class EpochLines : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => Console.WriteLine($"trained {value.Epoch}");
}
