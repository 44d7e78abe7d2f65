using System.CommandLine;
using ConsoleProgram;
using Mmva.Training;

namespace TrainPaper;

internal sealed record Arguments(string Data, string Cache, string Out, int Epochs, int Seed, EncoderFolders Encoders)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var data = CommandLine.Folder("--data", "FOLDER", "The data sets: folders oasis, musemo, vgmidi, musical-captions.", required: true);
        var cache = CommandLine.Text("--cache", "FOLDER", "The folder where features are kept.", "features");
        var result = CommandLine.Text("--out", "FILE", "The trained model.", "mmva.safetensors");
        var epochs = CommandLine.Number(
            "--epochs", "N", "Epochs to train; the default is the paper's.", 1, 1_000_000, MmvaTrainerOptions.DefaultEpochs);
        var seed = CommandLine.Number("--seed", "N", "Decides everything random.", 0, int.MaxValue, fallback: 1);
        var command = new RootCommand("""
            Trains the paper's model with random matching, and reports it next to the trivial predictor on songs and themes that it has not seen.

            Run again after an interruption, it resumes from the last checkpoint.
            """) { data, cache, result, epochs, seed };
        EncoderFolders.AddTo(command);
        command.SetAction((line, cancellationToken) => run(
            new(
                line.GetRequiredValue(data).ToString(), line.GetRequiredValue(cache), line.GetRequiredValue(result),
                line.GetValue(epochs), line.GetValue(seed), EncoderFolders.Of(line)),
            cancellationToken));
        return command;
    }
}
