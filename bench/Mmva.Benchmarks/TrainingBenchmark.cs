using System.CommandLine;
using System.Globalization;
using Mmva.Training;

namespace Mmva.Benchmarks;

/// <summary>The training step at the paper's sizes, beside a peer program that does the same.</summary>
internal static class TrainingBenchmark
{
    public static Command Command()
    {
        var peer = new Option<string?>("--peer")
        {
            HelpName = "COMMAND", Description = """
                A program that does the same: it prints a line that begins with "ready", then answers each line of its standard input with
                the seconds per step of one turn.
                --items, --batch, --steps and --threads are passed on to it. Without it the step is timed alone.
                """,
        };
        var (json, threads, turns) = (BenchmarkOptions.Json(), BenchmarkOptions.Threads(), BenchmarkOptions.Turns(7));
        var (items, batch, steps) = (
            BenchmarkOptions.Count("--items", "Items of each modality.", 4096), BenchmarkOptions.Count("--batch", "Items a step.", 128),
            BenchmarkOptions.Count("--steps", "Steps a turn.", 60));
        var command = new Command(
            "training", "One training step: gather, forward, backward, AdamW, cosine annealing.") { peer, json, threads, turns, items, batch, steps };
        command.SetAction(
            line =>
                Run(
                    line.GetValue(peer), line.GetValue(items), line.GetValue(batch), line.GetValue(steps), line.GetValue(threads),
                    line.GetValue(turns), line.GetValue(json)));
        return command;
    }

    private static int Run(string? command, int items, int batch, int steps, int threads, int turns, string? json)
    {
        var model = new MmvaModel();
        using var trainer = new MmvaTrainer(
            model, Source(model.Options, items), new() { BatchSize = batch, Threads = threads, Epochs = 1_000_000 / Math.Max(1, items / batch) + 1 });
        double Ours() => Turns.Seconds(() => { for (var i = 0; i < steps; i++) trainer.TrainStep(); }) / steps;

        if (command is null)
        {
            Ours();
            for (var i = 0; i < turns; i++) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{1000 * Ours():F3} ms per step"));
            return 0;
        }
        using var peer = new ServingPeer(
            string.Create(CultureInfo.InvariantCulture, $"{command} --items {items} --batch {batch} --steps {steps} --threads {threads}"));
        var row = Turns.Measure($"training/{batch}", Ours, peer.Turn, turns);
        return BenchmarkRow.Report([row], json);
    }

    private static RandomMatching Source(MmvaModelOptions options, int items)
    {
        var random = new RandomSource(1);
        var music = Labels();
        return new(Features(options.Image, Labels()), Features(options.Music, music), Features(options.Caption, music), similarity: new());

        ValenceArousal[] Labels() => [.. Enumerable.Range(0, items).Select(_ => new ValenceArousal(random.NextSingle(), random.NextSingle()))];

        LabeledFeatures Features(FeatureShape shape, ValenceArousal[] labels)
        {
            var values = new float[items * shape.Layers * shape.Width];
            foreach (ref var value in values.AsSpan()) value = 2 * random.NextSingle() - 1;
            return new(new FeatureBatch(items, shape.Layers, shape.Width, values), labels);
        }
    }
}
