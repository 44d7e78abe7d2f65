using System.CommandLine;
using System.CommandLine.Parsing;

namespace Predict;

/// <summary>The command line.</summary>
internal static class Arguments
{
    /// <summary>The command line, and what is done with it.</summary>
    /// <param name="run">Takes the inputs in their order; the lines of text files are read as they are needed.</param>
    public static Command Command(Func<IEnumerable<Input>, CancellationToken, Task<int>> run)
    {
        var files = new Argument<string[]>("FILE") { Description = "A picture or a piece of music; its kind is told by its content.", Arity = ArgumentArity.ZeroOrMore };
        var text = new Option<string[]>("--text") { HelpName = "TEXT", Description = "A text, for example the caption of a song; may be given several times." };
        var lists = new Option<string[]>("--text-file") { HelpName = "FILE", Description = "Texts, one a line; - reads standard input. May be given several times." };
        lists.Validators.Add(result =>
        {
            foreach (var path in result.Tokens.Select(token => token.Value).Where(path => path != "-" && !File.Exists(path))) result.AddError($"--text-file: there is no file '{path}'.");
        });
        var command = new RootCommand("""
            Says how pictures, music and texts feel: valence (unpleasant 0 to pleasant 1) and arousal (calm 0 to excited 1).

            One line per input, in order, tab separated: input, image|music|caption, valence, arousal.
            An input that fails is named on standard error, the others are still printed, and the exit code is 1.
            """) { files, text, lists };
        command.Validators.Add(result =>
        {
            if (result.GetResult(files) is null && result.GetResult(text) is null && result.GetResult(lists) is null) result.AddError("There is nothing to predict: give a FILE, --text or --text-file.");
        });
        command.SetAction((line, cancellationToken) => run(InputsOf(line.Tokens), cancellationToken));
        return command;
    }

    // the library sorts the words by option; here their order counts
    private static IEnumerable<Input> InputsOf(IReadOnlyList<Token> words) =>
        words.Zip(words.Skip(1)).Where(pair => pair.Second.Type == TokenType.Argument).SelectMany(pair => (pair.First.Type, pair.First.Value) switch
        {
            (TokenType.Option, "--text") => [Input.Text(pair.Second.Value)],
            (TokenType.Option, "--text-file") => LinesOf(pair.Second.Value),
            _ => [Input.File(pair.Second.Value)],
        });

    private static IEnumerable<Input> LinesOf(string path)
    {
        using var reader = path == "-" ? Console.In : new StreamReader(path);
        while (reader.ReadLine() is { } line) yield return Input.Text(line);
    }
}
