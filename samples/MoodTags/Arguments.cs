using System.CommandLine;
using ConsoleProgram;

namespace MoodTagging;

/// <param name="Music">A file or a folder, or null for another task.</param>
/// <param name="Vocabulary">The file of the moods, or null for the default ones.</param>
/// <param name="UndoList">Where changes are recorded.</param>
/// <param name="Undo">The list of the changes to take back instead, or null.</param>
/// <param name="Data">The folder of the data sets for an evaluation instead, or null.</param>
/// <param name="Figure">Where the evaluation draws the moods, or null.</param>
/// <param name="Centers">Where the evaluation writes the centers as a vocabulary, or null.</param>
internal sealed record Arguments(
    string? Music, string? Vocabulary, bool DryRun, bool Overwrite, string UndoList, string? Undo, string? Data, string? Figure, string? Centers,
    Listening Listening)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var music = CommandLine.Word("MUSIC", "A file or a folder, including the folders below.");
        var vocabulary = CommandLine.Text("--vocabulary", "FILE", "The moods, in JSON or CSV, instead of the default ones.");
        var dryRun = CommandLine.Flag("--dry-run", "Prints what would be written, and changes nothing.");
        var overwrite = CommandLine.Flag("--overwrite", "Replaces moods, valence and arousal that other programs wrote, too.");
        var list = CommandLine.Text("--undo-list", "FILE", "Where the changes are recorded; later ones are added.", "mood-tags-undo.jsonl");
        var undo = CommandLine.Text("--undo", "FILE", "Instead: takes the changes of this list back, the last one first.");
        var evaluate = CommandLine.Text(
            "--evaluate", "DATA", """
            Instead: places the words of the default moods by data and says how far moods agree; DATA holds the folders warriner,
            musical-captions, musemo and vgmidi.
            """);
        var figure = CommandLine.Text("--figure", "FILE", "With --evaluate: draws the moods (SVG).");
        var centers = CommandLine.Text("--centers", "FILE", "With --evaluate: writes the centers as a vocabulary (JSON).");
        var command = new RootCommand("""
            Writes moods, valence and arousal into the tags of music files: MP3, FLAC, Ogg (Vorbis, Opus, FLAC) and MP4.

            One line per file: mood, valence, arousal, what was done, and the path, tab separated; at the end a table of the moods.
            Nothing else in a file changes. What other programs wrote is kept. A file that fails is reported on standard error and left as it
            is, the others are still written, and the exit code is 1.
            """) { music, vocabulary, dryRun, overwrite, list, undo, evaluate, figure, centers };
        Listening.AddTo(command);
        command.Check(given => new[] { music.Name, undo.Name, evaluate.Name }.Count(name => IsGiven(given, name)) == 1 ? null
            : "Give a file or a folder of music, or --undo with a list, or --evaluate with a folder.");
        command.Check(given => IsGiven(given, undo.Name) && (IsGiven(given, dryRun.Name) || IsGiven(given, overwrite.Name)
            || IsGiven(given, vocabulary.Name) || IsGiven(given, list.Name)) ? "--undo takes none of the options of writing." : null);
        command.Check(given => (IsGiven(given, figure.Name) || IsGiven(given, centers.Name)) && !IsGiven(given, evaluate.Name)
            ? "--figure and --centers go with --evaluate." : null);
        command.SetAction((line, cancellationToken) => run(
            new(line.GetValue(music), line.GetValue(vocabulary), line.GetValue(dryRun), line.GetValue(overwrite), line.GetRequiredValue(list),
                line.GetValue(undo), line.GetValue(evaluate), line.GetValue(figure), line.GetValue(centers), Listening.Of(line)),
            cancellationToken));
        return command;
    }

    private static bool IsGiven(System.CommandLine.Parsing.CommandResult given, string name) =>
        given.Children.Any(child => child is System.CommandLine.Parsing.OptionResult { Implicit: false } option && option.Option.Name == name
            || child is System.CommandLine.Parsing.ArgumentResult { Tokens.Count: > 0 } argument && argument.Argument.Name == name);
}
