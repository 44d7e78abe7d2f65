using System.CommandLine;

namespace Mmva.Parity;

/// <summary>Where the files lie that golden folders do not carry.</summary>
/// <param name="Pretrained">The weights of the compact towers; null for those of Mmva.Compact.</param>
/// <param name="Tokenizer">The folder with RoBERTa's vocab.json and merges.txt, where it was given.</param>
internal sealed record ParityOptions(string? Pretrained = null, string? Tokenizer = null)
{
    /// <summary>
    /// The folder of a compact tower's weights: in the folder that was given, else among what Mmva.Compact lays beside the program.
    /// </summary>
    public string PretrainedFolder(string tower) => Path.Combine(Pretrained ?? Path.Combine(AppContext.BaseDirectory, "mmva-compact"), tower);

    /// <summary>The command line, and what is done with it.</summary>
    public static Command Command(Func<string[], ParityOptions, int> run)
    {
        var folders = new Argument<string[]>("FOLDER")
        {
            Description = "A golden folder, or a folder of golden folders; its kind is identified by its name.", Arity = ArgumentArity.OneOrMore,
        };
        var pretrained = new Option<string?>("--pretrained") { HelpName = "FOLDER",
            Description = "The folder with efficientnet-lite0, musicnn and minilm (default: the weights of Mmva.Compact)." };
        var tokenizer = new Option<string?>("--tokenizer") { HelpName = "FOLDER",
            Description = "The folder with RoBERTa's vocab.json and merges.txt, for roberta-tokenizer." };
        var command = new RootCommand("""
            Replays golden folders, the outputs of reference implementations, and compares.

            One line per output: folder/output  max_abs_err  max_rel_err  ok|FAIL|skipped (why).
            Exit code 1 if anything fails or nothing was compared.
            """) { folders, pretrained, tokenizer };
        command.SetAction(line => run(line.GetRequiredValue(folders), new(line.GetValue(pretrained), line.GetValue(tokenizer))));
        return command;
    }
}
