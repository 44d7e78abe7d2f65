using System.CommandLine;
using ConsoleProgram;

namespace TextToMusic;

/// <summary>What the command line asks for.</summary>
/// <param name="Text">The text to find music for.</param>
/// <param name="Folder">Where the music lies; null for the demo tracks.</param>
/// <param name="Count">How many tracks to show.</param>
/// <param name="IndexFile">Where the index is kept between runs.</param>
/// <param name="Data">The folder of the data sets, for an evaluation instead.</param>
internal sealed record Arguments(string? Text, string? Folder, int Count, string? IndexFile, string? Data)
{
    /// <summary>The command line, and what is done with it.</summary>
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var text = new Argument<string?>("TEXT") { Description = "What the music shall feel like.", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "Music in any format, folders below it included; without it eight demo tracks are made.", Arity = ArgumentArity.ZeroOrOne }.AcceptExistingOnly();
        var count = new Option<int>("--count") { HelpName = "N", Description = "How many tracks to show, at most.", DefaultValueFactory = _ => 5 }.Within(1, 1_000_000);
        var index = new Option<string?>("--index") { HelpName = "FILE", Description = "Keeps the index between runs: only new and changed tracks are listened to again." };
        var data = new Option<DirectoryInfo>("--evaluate") { HelpName = "DATA", Description = "Instead: finds tracks of Musemo and VGMIDI for rated captions and queries, all unseen in training, and compares their ratings; DATA holds the folders musemo, vgmidi and musical-captions." }.AcceptExistingOnly();
        var command = new RootCommand("""
            Finds the music in a folder that feels like a text.

            One line per track, nearest first: similarity, valence, arousal and path, tab separated.
            """) { text, folder, count, index, data };
        command.Validators.Add(result =>
        {
            if (result.GetResult(data) is null == result.GetResult(text) is null) result.AddError(result.GetResult(data) is null ? "Give a text in quotation marks and, if you like, a folder." : "--evaluate takes neither a text nor a folder.");
            else if (result.GetResult(data) is not null && result.GetResult(index) is not null) result.AddError("--evaluate takes no --index.");
        });
        command.SetAction((line, cancellationToken) => run(new(line.GetValue(text), line.GetValue(folder)?.ToString(), line.GetValue(count), line.GetValue(index), line.GetValue(data)?.ToString()), cancellationToken));
        return command;
    }
}
