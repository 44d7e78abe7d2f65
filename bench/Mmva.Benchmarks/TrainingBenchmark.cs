using System.Globalization;
using Mmva.Emotion;
using Mmva.Encoders;
using Mmva.Model;
using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Benchmarks;

/// <summary>The training step at the paper's sizes, beside a peer program that does the same.</summary>
internal static class TrainingBenchmark
{
    public const string Usage = """
        training --peer COMMAND [--json FILE] [--threads 2] [--turns 7] [--items 4096] [--batch 128] [--steps 60]
            one training step: gather, forward, backward, AdamW, cosine annealing. The peer prints a line that begins with
            "ready", then answers each line of its standard input with the seconds per step of one turn; --items, --batch,
            --steps and --threads are passed on to it. Without --peer the step is timed alone.
        """;

    public static int Run(string[] args)
    {
        string? Option(string name) => Array.IndexOf(args, name) is var i and >= 0 && i + 1 < args.Length ? args[i + 1] : null;
        int Number(string name, int standard) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : standard;
        var (threads, turns, items, batch, steps) = (Number("--threads", 2), Number("--turns", 7), Number("--items", 4096), Number("--batch", 128), Number("--steps", 60));

        var model = new MmvaModel();
        using var trainer = new MmvaTrainer(model, Source(model.Options, items), new() { BatchSize = batch, Threads = threads, Epochs = 1_000_000 / Math.Max(1, items / batch) + 1 });
        double Ours() => Turns.Seconds(() => { for (var i = 0; i < steps; i++) trainer.TrainStep(); }) / steps;

        if (Option("--peer") is not { } command)
        {
            Ours();
            for (var i = 0; i < turns; i++) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{1000 * Ours():F3} ms per step"));
            return 0;
        }
        using var peer = new ServingPeer(string.Create(CultureInfo.InvariantCulture, $"{command} --items {items} --batch {batch} --steps {steps} --threads {threads}"));
        var row = Turns.Measure($"training/{batch}", Ours, peer.Turn, turns);
        return BenchmarkRow.Report([row], Option("--json"));
    }

    private static RandomMatching Source(MmvaModelOptions options, int items)
    {
        var random = new RandomSource(1);
        var music = Labels();
        return new(Features(options.Image, Labels()), Features(options.Music, music), Features(options.Caption, music), similarity: new());

        ValenceArousal[] Labels() => [.. Enumerable.Range(0, items).Select(_ => new ValenceArousal(random.NextSingle(), random.NextSingle()))];

        LabelledFeatures Features(FeatureShape shape, ValenceArousal[] labels)
        {
            var values = new float[items * shape.Layers * shape.Width];
            foreach (ref var value in values.AsSpan()) value = 2 * random.NextSingle() - 1;
            return new(new FeatureBatch(items, shape.Layers, shape.Width, values), labels);
        }
    }
}
