using System.CommandLine;
using System.Globalization;
using Mmva.Training;
using Mmva.WeightFiles;

namespace Mmva.Benchmarks;

/// <summary>The training step at the paper's sizes, beside a peer program that does the same.</summary>
internal static class TrainingBenchmark
{
    private const int DiskItems = 20_000, Epochs = 1000; // the paper's

    public static Command Command()
    {
        var peer = new Option<string?>("--peer")
        {
            HelpName = "COMMAND", Description = """
                A program that does the same: it prints a line that begins with "ready", then answers each line of its standard input with
                the seconds per step of one turn.
                --items, --batch, --steps and --threads are passed on to it, and --features FOLDER if --disk is given. Without it the step is
                timed alone.
                """,
        };
        var disk = new Option<string?>("--disk")
        {
            HelpName = "FOLDER", Description = """
                Features are read from files of this folder, which are written first if they are missing: image, music and caption.safetensors.
                20000 items unless --items says otherwise: 1.6 GB. Also times a whole epoch and a checkpoint.
                """,
        };
        var (json, threads, turns) = (BenchmarkOptions.Json(), BenchmarkOptions.Threads(), BenchmarkOptions.Turns(7));
        var (items, batch, steps) = (
            BenchmarkOptions.Count("--items", "Items of each modality.", 4096), BenchmarkOptions.Count("--batch", "Items a step.", 128),
            BenchmarkOptions.Count("--steps", "Steps a turn.", 60));
        var command = new Command(
            "training", "One training step: gather, forward, backward, AdamW, cosine annealing.")
        {
            peer, disk, json, threads, turns, items, batch, steps,
        };
        command.SetAction(line =>
        {
            var folder = line.GetValue(disk);
            var count = folder is not null && line.GetResult(items) is null or { Implicit: true } ? DiskItems : line.GetValue(items);
            return Run(
                line.GetValue(peer), folder, count, line.GetValue(batch), line.GetValue(steps), line.GetValue(threads), line.GetValue(turns),
                line.GetValue(json));
        });
        return command;
    }

    private static int Run(string? command, string? folder, int items, int batch, int steps, int threads, int turns, string? json)
    {
        var model = new MmvaModel();
        var files = folder is null ? [] : Files(folder, model.Options, items);
        try
        {
            using var trainer = new MmvaTrainer(
                model, folder is null ? Source(model.Options, items) : DiskSource(model.Options, files),
                new() { BatchSize = batch, Threads = threads, Epochs = Epochs });
            double Ours() => Turns.Seconds(() => { for (var i = 0; i < steps; i++) trainer.TrainStep(); }) / steps;

            BenchmarkRow[] rows = [];
            if (command is null)
            {
                Ours();
                for (var i = 0; i < turns; i++) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{1000 * Ours():F3} ms per step"));
            }
            else
            {
                var features = folder is null ? "" : $" --features {Path.GetFullPath(folder)}";
                using var peer = new ServingPeer(string.Create(
                    CultureInfo.InvariantCulture, $"{command} --items {items} --batch {batch} --steps {steps} --threads {threads}{features}"));
                rows = [Turns.Measure($"training/{batch}{(folder is null ? "" : "/disk")}", Ours, peer.Turn, turns)];
            }
            if (folder is not null) WholeEpoch(trainer, folder);
            return BenchmarkRow.Report(rows, json);
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    // what the paper's 1,000 epochs take, from one epoch and the checkpoint after it
    private static void WholeEpoch(MmvaTrainer trainer, string folder)
    {
        var checkpoint = Path.Combine(folder, "benchmark.checkpoint");
        var epoch = Turns.Seconds(() => { for (var i = 0; i < trainer.StepsPerEpoch; i++) trainer.TrainStep(); });
        var saved = Turns.Seconds(() => trainer.SaveCheckpoint(checkpoint));
        File.Delete(checkpoint);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"an epoch of {trainer.StepsPerEpoch} steps: {epoch:F2} s, its checkpoint: {saved:F2} s; "
            + $"{Epochs} epochs: {Epochs * (epoch + saved) / 60:F1} min"));
        if (ResidentMemory.Current() is { } memory) Console.WriteLine($"resident: {memory}");
    }

    private static SafetensorsFile[] Files(string folder, MmvaModelOptions options, int items)
    {
        DiskFeatures.Write(folder, options, items);
        return [.. Enum.GetValues<Modality>().Select(modality => SafetensorsFile.Open(DiskFeatures.PathOf(folder, modality)))];
    }

    private static RandomMatching DiskSource(MmvaModelOptions options, SafetensorsFile[] files)
    {
        FeatureBatch Of(Modality modality) => DiskFeatures.Map(files[(int)modality], options.ShapeOf(modality));
        var (random, images, music) = (new RandomSource(1), Of(Modality.Image), Of(Modality.Music));
        return new(
            new LabeledFeatures(images, Labels(random, images.Count)), new LabeledFeatures(music, Labels(random, music.Count)), Of(Modality.Caption),
            similarity: new());
    }

    private static RandomMatching Source(MmvaModelOptions options, int items)
    {
        var random = new RandomSource(1);
        var music = Labels(random, items);
        return new(
            Features(options.Image, Labels(random, items)), Features(options.Music, music), Features(options.Caption, music), similarity: new());

        LabeledFeatures Features(FeatureShape shape, ValenceArousal[] labels)
        {
            var values = new float[items * shape.Layers * shape.Width];
            foreach (ref var value in values.AsSpan()) value = 2 * random.NextSingle() - 1;
            return new(new FeatureBatch(items, shape.Layers, shape.Width, values), labels);
        }
    }

    private static ValenceArousal[] Labels(RandomSource random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new ValenceArousal(random.NextSingle(), random.NextSingle()))];
}
