using System.CommandLine;
using ConsoleProgram;
using Mmva.Tasks.Evaluation;

namespace TextToMusic;

/// <param name="Folder">The folder of the music, or null for the demo tracks.</param>
/// <param name="IndexFile">The index that is kept between runs, or null.</param>
/// <param name="Data">The folder of the data sets for an evaluation instead, or null.</param>
/// <param name="Manifest">The pairs of music and caption for an evaluation instead, or null.</param>
/// <param name="Pairs">How many of the pairs are sampled.</param>
/// <param name="Seed">The seed of the sample.</param>
internal sealed record Arguments(
    string? Text, string? Folder, int Count, string? IndexFile, string? Data, string? Manifest, int Pairs, ulong Seed, Listening Listening)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var text = CommandLine.Word("TEXT", "What the music should feel like.");
        var folder = CommandLine.FolderArgument("FOLDER", "Music, including the folders below; without it, eight demo tracks.");
        var count = CommandLine.Number("--count", "N", "The largest number of tracks to show.", 1, 1_000_000, fallback: 5);
        var index = CommandLine.Text("--index", "FILE", "Keeps the index between runs: only new and changed tracks are processed again.");
        var evaluate = new Option<string?>("--evaluate")
        {
            HelpName = "MANIFEST|DATA",
            Description = """
                Instead: how well captions find their own music; MANIFEST is a table (CSV or JSON lines) with path, caption and, for versions of one
                recording, group. With a folder: finds tracks of Musemo and VGMIDI for rated captions and queries, all unseen in training, and
                compares their ratings; DATA holds the folders musemo, vgmidi and musical-captions.
                """,
        }.Checked(path => Path.Exists(path) ? null : $"--evaluate takes a manifest or a folder; there is no '{path}'.");
        var pairs = CommandLine.Number("--pairs", "N", "How many pairs of a manifest are sampled.", 1, 1_000_000, CaptionRetrieval.DefaultPairs);
        var seed = CommandLine.Number("--seed", "N", "The seed of the sample.", 0UL, ulong.MaxValue, 0UL);
        var command = new RootCommand("""
            Finds the music in a folder that feels like a text.

            One line per track, nearest first: similarity, valence, arousal and path, tab separated.
            A track that fails is reported on standard error, the others are still found, and the exit code is 1.
            """) { text, folder, count, index, evaluate, pairs, seed };
        Listening.AddTo(command);
        command.Check(given => (HasData: given.GetResult(evaluate) is not null, HasText: given.GetResult(text) is not null) switch
        {
            (false, false) => "Give a text in quotation marks and, if you like, a folder.",
            (true, true) => "--evaluate takes neither a text nor a folder.",
            (true, _) when given.GetResult(index) is not null => "--evaluate takes no --index.",
            _ => null,
        });
        command.Check(given => (given.GetResult(pairs) ?? given.GetResult(seed)) is { Implicit: false } && !File.Exists(given.GetValue(evaluate))
            ? "--pairs and --seed go with --evaluate and a manifest." : null);
        command.SetAction((line, cancellationToken) =>
        {
            var path = line.GetValue(evaluate);
            return run(
                new(line.GetValue(text), line.GetValue(folder)?.ToString(), line.GetValue(count), line.GetValue(index),
                    Directory.Exists(path) ? path : null, Directory.Exists(path) ? null : path, line.GetValue(pairs), line.GetValue(seed),
                    Listening.Of(line)),
                cancellationToken);
        });
        return command;
    }
}
