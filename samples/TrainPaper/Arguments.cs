using System.CommandLine;
using ConsoleProgram;
using Mmva.Training;

namespace TrainPaper;

/// <param name="Validation">The share of the items to validate on; 0 for none.</param>
/// <param name="Patience">Epochs without a better validation score after which training stops, or null for all epochs.</param>
/// <param name="Log">The folder of the log, or null for none.</param>
internal sealed record Arguments(
    string Data, string Cache, string Out, string? Log, int Epochs, int BatchSize, double LearningRate, double WeightDecay, int Seed,
    double Validation, int? Patience, bool RandomMatching, bool SimilarityHead, int CheckpointEvery, bool Restart, EncoderFolders Encoders)
{
    private const double DefaultValidation = 0.1;
    private const string None = "none";

    /// <summary>The model with the best validation score so far.</summary>
    public string BestModel => Beside(".best.safetensors");

    /// <summary>The state from which the same command resumes.</summary>
    public string LastCheckpoint => Beside(".last.checkpoint");

    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var data = CommandLine.Folder("--data", "FOLDER", "The data sets: folders oasis, musemo, vgmidi, musical-captions.", required: true);
        var cache = CommandLine.Text("--cache", "FOLDER", "The folder where features are kept.", "features");
        var result = CommandLine.Text("--out", "FILE", "The trained model.", "mmva.safetensors");
        var log = CommandLine.Text(
            "--log", "FOLDER|none", "The folder of log.csv, curves.html and a TensorBoard file; the default is next to --out.");
        var epochs = CommandLine.Number(
            "--epochs", "N", "Epochs to train; the default is the paper's.", 1, 1_000_000, MmvaTrainerOptions.DefaultEpochs);
        var batch = CommandLine.Number(
            "--batch-size", "N", "Examples per step; the default is the paper's.", 1, 1 << 16, MmvaTrainerOptions.DefaultBatchSize);
        var rate = CommandLine.Number(
            "--learning-rate", "RATE", "The first learning rate; the default is the paper's.", 1e-9, 1, MmvaTrainerOptions.DefaultLearningRate);
        var decay = CommandLine.Number("--weight-decay", "D", "The weight decay of AdamW.", 0, 10, MmvaTrainerOptions.DefaultWeightDecay);
        var seed = CommandLine.Number("--seed", "N", "Decides everything random.", 0, int.MaxValue, fallback: 1);
        var validation = CommandLine.Number(
            "--validation", "SHARE", $"The share of the items to choose the best epoch by; the default is 0, with --patience {DefaultValidation}.",
            0, 0.5);
        var patience = CommandLine.Number(
            "--patience", "N", "Stops after N epochs without a better validation score. The paper trains all epochs.", 1, 1_000_000);
        var fixedPairs = CommandLine.Flag("--no-random-matching", "The paper's first ablation: the same pairs in every epoch.");
        var noHead = CommandLine.Flag("--no-similarity-head", "The paper's second ablation: three VA heads only.");
        var every = CommandLine.Number("--checkpoint-every", "N", "Epochs between checkpoints.", 1, 1_000_000, fallback: 50);
        var restart = CommandLine.Flag("--restart", "Deletes the checkpoint and the log of an earlier run, instead of resuming it.");
        var command = new RootCommand("""
            Trains the paper's model with random matching, and reports it next to the trivial predictor on songs and themes that it has not seen.

            Run again after an interruption, it resumes from the last checkpoint.
            """) { data, cache, result, log, epochs, batch, rate, decay, seed, validation, patience, fixedPairs, noHead, every, restart };
        EncoderFolders.AddTo(command);
        command.Check(
            line => line.GetValue(patience) is null || line.GetValue(validation) is not 0 ? null : "--patience needs --validation above 0.");
        command.SetAction((line, cancellationToken) =>
        {
            var file = line.GetRequiredValue(result);
            var limit = line.GetValue(patience);
            return run(
                new(
                    line.GetRequiredValue(data).ToString(), line.GetRequiredValue(cache), file, LogOf(line.GetValue(log), file),
                    line.GetValue(epochs), line.GetValue(batch), line.GetValue(rate), line.GetValue(decay), line.GetValue(seed),
                    line.GetValue(validation) ?? (limit is null ? 0 : DefaultValidation), limit,
                    !line.GetValue(fixedPairs), !line.GetValue(noHead),
                    line.GetValue(every), line.GetValue(restart), EncoderFolders.Of(line)),
                cancellationToken);
        });
        return command;
    }

    private static string? LogOf(string? word, string result) => word == None ? null : word ?? Path.ChangeExtension(result, ".log");

    private string Beside(string extension) => Path.ChangeExtension(Out, null) + extension;
}
