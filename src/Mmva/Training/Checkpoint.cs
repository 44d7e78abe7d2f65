using System.Globalization;
using Mmva.Model;
using Mmva.WeightFiles;

namespace Mmva.Training;

/// <summary>Reads and writes the complete state of a training run as a safetensors file.</summary>
internal static class Checkpoint
{
    private const string Weights = "weights.", Mean = "mean.", Square = "square.", Best = "best.";

    public static void Write(MmvaTrainer trainer, string path)
    {
        var tensors = StateDict.Tensors(trainer.Model.Weights, Weights)
            .Concat(StateDict.Tensors(trainer.Optimizer.Mean, Mean))
            .Concat(StateDict.Tensors(trainer.Optimizer.Square, Square));
        if (trainer.Best is not null) tensors = tensors.Concat(StateDict.Tensors(trainer.Best, Best));
        var metadata = Identity(trainer);
        metadata["step"] = trainer.Step.ToString(CultureInfo.InvariantCulture);
        metadata["random"] = Text(trainer.Random.Save());
        metadata["epoch_random"] = Text(trainer.EpochStart);
        metadata["best_score"] = trainer.BestScore.ToString("R", CultureInfo.InvariantCulture);
        metadata["best_epoch"] = trainer.BestEpoch.ToString(CultureInfo.InvariantCulture);
        metadata["epoch_loss"] = trainer.EpochLoss.ToString();
        metadata["origin"] = trainer.Origin;
        SafetensorsWriter.Write(path, tensors, metadata);
    }

    public static void Read(MmvaTrainer trainer, string path)
    {
        using var file = SafetensorsFile.Open(path);
        string Value(string name) => file.Metadata.TryGetValue(name, out var text)
            ? text
            : throw new WeightFileException(path, $"is not a training checkpoint: its metadata has no '{name}'.");
        var different = Identity(trainer)
            .Where(i => i.Key != OptionsMetadata.Sigma || file.Metadata.ContainsKey(i.Key)) // a checkpoint need not contain σ
            .Where(i => Value(i.Key) != i.Value)
            .Select(i => $"{i.Key} is {Value(i.Key)} in the file and {i.Value} here").ToList();
        if (different.Count > 0) throw new WeightFileException(path, $"is a checkpoint of another training run: {string.Join("; ", different)}.");
        try
        {
            var step = long.Parse(Value("step"), CultureInfo.InvariantCulture);
            var bestEpoch = int.Parse(Value("best_epoch"), CultureInfo.InvariantCulture);
            var bestScore = double.Parse(Value("best_score"), CultureInfo.InvariantCulture);
            // of earlier versions, whose checkpoints are at the end of an epoch
            var epochLoss = file.Metadata.TryGetValue("epoch_loss", out var sum) ? LossMean.Parse(sum) : default;
            var (epochStart, random) = (Numbers(Value("epoch_random")), Numbers(Value("random")));
            if (step < 0) throw new FormatException($"step {step}");
            new RandomSource(0).Restore(epochStart);
            new RandomSource(0).Restore(random);

            // everything is read before anything is changed
            var layout = trainer.Model.Network.Layout;
            var weights = StateDict.Read(layout, file, Weights);
            var mean = StateDict.Read(layout, file, Mean);
            var square = StateDict.Read(layout, file, Square);
            if (trainer.Best is not null) StateDict.Read(layout, file, Best).CopyTo(trainer.Best);
            weights.CopyTo(trainer.Model.Weights);
            mean.CopyTo(trainer.Optimizer.Mean);
            square.CopyTo(trainer.Optimizer.Square);
            (trainer.BestScore, trainer.BestEpoch) = (bestScore, bestEpoch);
            (trainer.EpochLoss, trainer.Origin) = (epochLoss, file.Metadata.GetValueOrDefault("origin", ""));
            trainer.Restore(step, epochStart, random);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
        {
            throw new WeightFileException(path, $"its metadata is damaged: {e.Message}", e);
        }
    }

    // everything that must be equal for the rest of the run to be the same
    public static Dictionary<string, string> Identity(MmvaTrainer trainer)
    {
        var (o, w, s) = (trainer.Options, trainer.Options.LossWeights, trainer.Source);
        var identity = OptionsMetadata.Write(trainer.Model.Options);
        identity["data"] = FormattableString.Invariant($"{s.Images.Count} images, {s.Music.Count} pieces of music, {s.Captions.Count} captions");
        identity["schedule"] = string.Create(CultureInfo.InvariantCulture,
            $"{o.Epochs} epochs of {trainer.StepsPerEpoch} steps of {o.BatchSize}, "
            + $"learning rate {o.LearningRate:R} to {o.MinimumLearningRate:R}, seed {o.Seed}");
        identity["optimizer"] = string.Create(CultureInfo.InvariantCulture,
            $"weight decay {o.WeightDecay:R}, beta {o.Beta1:R} and {o.Beta2:R}, epsilon {o.Epsilon:R}, gradient norm {o.MaxGradientNorm:R}");
        identity["loss_weights"] = FormattableString.Invariant($"{w.Image:R}, {w.Music:R}, {w.Caption:R}, {w.Similarity:R}");
        identity["validation"] = trainer.Best is null ? "no" : "yes";
        return identity;
    }

    private static string Text(ulong[] state) => string.Join(' ', state.Select(s => s.ToString("x16", CultureInfo.InvariantCulture)));

    private static ulong[] Numbers(string text) =>
        [.. text.Split(' ').Select(s => ulong.Parse(s, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
}
