using System.CommandLine;
using ConsoleProgram;
using Mmva.Training;

namespace TrainPaper;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(string Data, string Cache, string Out, int Epochs, int Seed, string? Clip, string? Mert, string? Roberta)
{
    /// <summary>The command line, and what is done with it.</summary>
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            HelpName = "FOLDER", Description = "The data sets: folders oasis, musemo, vgmidi, musical-captions.", Required = true,
        }.AcceptExistingOnly();
        var cache = new Option<string>("--cache") { HelpName = "FOLDER", Description = "Where features are kept.", DefaultValueFactory = _ => "features" };
        var result = new Option<string>("--out") { HelpName = "FILE", Description = "The trained model.", DefaultValueFactory = _ => "mmva.safetensors" };
        var epochs = new Option<int>("--epochs")
        {
            HelpName = "N", Description = "Epochs to train; the default is the paper's.", DefaultValueFactory = _ => MmvaTrainerOptions.DefaultEpochs,
        }.Within(1, 1_000_000);
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "Decides everything random.", DefaultValueFactory = _ => 1 }.Within(0, int.MaxValue);
        var clip = Encoder("--clip", "CLIP ViT-B/32 from this folder, instead of the compact image encoder.");
        var mert = Encoder("--mert", "MERT-v1-95M from this folder, instead of the compact music encoder.");
        var roberta = Encoder("--roberta", "RoBERTa-base from this folder, instead of the compact caption encoder.");
        var command = new RootCommand("""
            Trains the paper's model with random matching, and reports it next to the trivial predictor on songs and themes that it has not seen.

            Run again after an interruption, it resumes from the last checkpoint.
            """) { data, cache, result, epochs, seed, clip, mert, roberta };
        command.SetAction((line, cancellationToken) => run(
            new(line.GetRequiredValue(data).ToString(), line.GetRequiredValue(cache), line.GetRequiredValue(result), line.GetValue(epochs), line.GetValue(seed),
                line.GetValue(clip)?.ToString(), line.GetValue(mert)?.ToString(), line.GetValue(roberta)?.ToString()), cancellationToken));
        return command;

        static Option<DirectoryInfo> Encoder(string name, string description) =>
            new Option<DirectoryInfo>(name) { HelpName = "FOLDER", Description = description }.AcceptExistingOnly();
    }
}
