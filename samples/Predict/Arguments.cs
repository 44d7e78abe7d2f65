using System.CommandLine;
using System.CommandLine.Parsing;
using ConsoleProgram;

namespace Predict;

/// <summary>A file or a text. As text, one field of a table: tabs and line ends would break it.</summary>
internal sealed record Input(string Value, bool IsText)
{
    public override string ToString() => Names.OneLine(Value);
}

internal static class Arguments
{
    /// <summary>The command line. The inputs come in its order; the lines of text files are read as they are needed.</summary>
    public static Command Command(
        Func<IEnumerable<Input>, Listening, ImageLimits, CancellationToken, Task<int>> run,
        Func<Listening, ImageLimits, CancellationToken, Task<int>> describe)
    {
        var files = CommandLine.Words("FILE", "An image or a piece of music; its content decides which.");
        var text = new Option<string[]>("--text")
        {
            HelpName = "TEXT", Description = "A text, for example the caption of a song; may be given several times.",
        };
        var lists = new Option<string[]>("--text-file")
        {
            HelpName = "FILE", Description = "Texts, one per line; - reads standard input. May be given several times.",
        }.Checked(path => path == "-" || File.Exists(path) ? null : $"--text-file: there is no file '{path}'.");
        var diagnose = CommandLine.Flag(
            "--diagnose",
            "Prints what is installed and loaded, instead of predictions: for reports of faults. The exit code is 1 if something does not work.");
        var command = new RootCommand("""
            Predicts the valence (unpleasant 0 to pleasant 1) and arousal (calm 0 to excited 1) of images, music and texts.

            One line per input, in order, tab separated: input, image|music|caption, valence, arousal.
            An input that fails is reported on standard error, the others are still printed, and the exit code is 1.
            """) { files, text, lists, diagnose };
        Listening.AddExcerptTo(command);
        ImageLimits.AddTo(command);
        command.Check(given => new SymbolResult?[]
        {
            given.GetResult(diagnose), given.GetResult(files), given.GetResult(text), given.GetResult(lists),
        }.All(result => result is null)
            ? "There is nothing to predict: give a FILE, --text or --text-file." : null);
        command.SetAction((line, cancellationToken) => line.GetValue(diagnose)
            ? describe(Listening.Of(line), ImageLimits.Of(line), cancellationToken)
            : run(InputsOf(line.Tokens), Listening.Of(line), ImageLimits.Of(line), cancellationToken));
        return command;
    }

    // the parser sorts the words by option; here their order counts
    private static IEnumerable<Input> InputsOf(IReadOnlyList<Token> words) => words.Zip(words.Skip(1))
        .Where(pair => pair.Second.Type == TokenType.Argument)
        .SelectMany(pair => (pair.First.Type, pair.First.Value) switch
        {
            (TokenType.Option, "--text") => [new Input(pair.Second.Value, IsText: true)],
            (TokenType.Option, "--text-file") => LinesOf(pair.Second.Value),
            (TokenType.Option, not Running.Start) => [], // the value of another option
            _ => [new Input(pair.Second.Value, IsText: false)],
        });

    private static IEnumerable<Input> LinesOf(string path)
    {
        using var reader = path == "-" ? Console.In : new StreamReader(path);
        while (reader.ReadLine() is { } line) yield return new(line, IsText: true);
    }
}
