using System.CommandLine;
using Mmva;

namespace EncodeWithPaperTowers;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(string Folder, IReadOnlyList<string> Inputs, Precision Precision, bool Download, Uri Server, IReadOnlyDictionary<string, string> Revisions)
{
    public string RevisionOf(PaperTower tower) => Revisions.GetValueOrDefault(tower.Name, "main");

    /// <summary>The command line, and what is done with it.</summary>
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Holds clip-vit-base-patch32, MERT-v1-95M and roberta-base, each as Hugging Face publishes it." };
        var inputs = new Argument<string[]>("INPUT") { Description = "A picture, a sound or a caption; a few are made up where none is given.", Arity = ArgumentArity.ZeroOrMore };
        var fast = new Option<bool>("--fast") { Description = "8-bit numbers in the linear layers: quicker, with a small error in the features." };
        var download = new Option<bool>("--download") { Description = "Fetches what is missing, about 1.5 GB; without it nothing touches the network." };
        var revisions = new Option<string[]>("--revision") { HelpName = "TOWER=COMMIT", Description = "The commit to fetch, as in roberta-base=COMMIT; the newest (main) where none is given. May be given several times." };
        revisions.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.Select(token => token.Value).Where(word => !PaperTower.All.Any(tower => word.StartsWith(tower.Name + "=", StringComparison.OrdinalIgnoreCase))))
                result.AddError($"--revision takes TOWER=COMMIT with one of {string.Join(", ", PaperTower.All.Select(tower => tower.Name))}, not '{word}'.");
        });
        var server = new Option<Uri>("--server")
        {
            HelpName = "ADDRESS", Description = "Fetches from a mirror.", DefaultValueFactory = _ => new("https://huggingface.co"),
            CustomParser = result =>
            {
                if (!Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address)) result.AddError($"--server takes an address such as https://huggingface.co, not '{result.Tokens[0].Value}'.");
                return address;
            },
        };
        var command = new RootCommand("Pictures, music and captions through the three towers of the paper.") { folder, inputs, fast, download, revisions, server };
        command.Validators.Add(result =>
        {
            if (result.GetResult(folder) is null) result.AddError("The FOLDER of the towers is missing.");
        });
        command.SetAction((line, cancellationToken) => run(
            new(line.GetRequiredValue(folder), line.GetValue(inputs) ?? [], line.GetValue(fast) ? Precision.Fast : Precision.Exact, line.GetValue(download), line.GetRequiredValue(server),
                (line.GetValue(revisions) ?? []).Select(word => word.Split('=', 2)).GroupBy(parts => parts[0], StringComparer.OrdinalIgnoreCase).ToDictionary(same => same.Key, same => same.Last()[1], StringComparer.OrdinalIgnoreCase)),
            cancellationToken));
        return command;
    }
}
