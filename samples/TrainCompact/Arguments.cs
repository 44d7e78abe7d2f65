using System.CommandLine;
using ConsoleProgram;

namespace TrainCompact;

internal sealed record Arguments(string Data, string Out, string Cache, int Seed, bool Compare, bool Excerpts, EncoderFolders Encoders)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var data = CommandLine.Folder(
            "--data", "FOLDER", "Holds the folders oasis, musemo, vgmidi, deam, emopia, emobank, warriner, musical-captions.", required: true);
        var results = CommandLine.Text("--out", "FOLDER", "The folder of the results.", "compact-heads");
        var cache = CommandLine.Text("--cache", "FOLDER", "The folder where features are kept.", "features");
        var seed = CommandLine.Number("--seed", "N", "Decides splits, matching and initial weights.", int.MinValue, int.MaxValue, fallback: 1);
        var compare = CommandLine.Flag("--compare", "Also trains with the other ways of pairing captions, and adds their results to the card.");
        var excerpts = CommandLine.Flag("--excerpts", "Instead: measures what it costs to listen to excerpts, on musemo, vgmidi and deam.");
        var command = new RootCommand("""
            Trains a model on the encoders of Mmva.Compact, or on the paper's, and writes heads.safetensors and MODEL_CARD.md.
            """) { data, results, cache, seed, compare, excerpts };
        EncoderFolders.AddTo(command);
        command.SetAction((line, cancellationToken) => run(
            new(
                line.GetRequiredValue(data).ToString(), line.GetRequiredValue(results), line.GetRequiredValue(cache), line.GetValue(seed),
                line.GetValue(compare), line.GetValue(excerpts), EncoderFolders.Of(line)),
            cancellationToken));
        return command;
    }
}
