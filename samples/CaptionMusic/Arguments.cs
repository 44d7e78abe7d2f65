using System.CommandLine;
using ConsoleProgram;
using Mmva.Data;

namespace CaptionMusic;

/// <param name="Folder">The folder of the music, or null for an evaluation.</param>
/// <param name="Output">The table to write, or null for standard output.</param>
/// <param name="Data">The folder of the data sets for an evaluation, or null.</param>
internal sealed record Arguments(string? Folder, string? Output, string? Data, AudioDecoderOptions Limits)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var folder = CommandLine.FolderArgument("FOLDER", "Music, including the folders below.");
        var output = CommandLine.Text("--output", "FILE", """
            The table is written here instead of standard output. What it already has a caption for is not captioned again, so that
            a stopped run resumes.
            """);
        output.Aliases.Add("--out"); // as other samples call it
        var data = CommandLine.Folder("--evaluate", "DATA", """
            Instead: compares captions of Musemo, VGMIDI and DEAM's clips with the language of MusicCaps, and what they say about emotion with the
            ratings; DATA holds the folders musemo, vgmidi, deam and musiccaps.
            """);
        var command = new RootCommand("""
            Describes the music in a folder in words, offline.

            Writes a table (CSV) with the columns id, which is the path in the folder, and caption; CaptionTable.Read of Mmva.Data reads it.
            A track that fails is reported on standard error, the others are still captioned, and the exit code is 1.
            """) { folder, output, data };
        Listening.AddLimitsTo(command);
        command.Check(given => (HasData: given.GetResult(data) is not null, HasFolder: given.GetResult(folder) is { Tokens.Count: > 0 }) switch
        {
            (false, false) => "Give a folder of music.",
            (true, true) => "--evaluate takes no other folder.",
            (true, _) when given.GetResult(output) is not null => "--evaluate takes no --output.",
            _ => null,
        });
        command.SetAction((line, cancellationToken) => run(
            new(line.GetValue(folder)?.ToString(), line.GetValue(output), line.GetValue(data)?.ToString(), Listening.LimitsOf(line)),
            cancellationToken));
        return command;
    }
}
