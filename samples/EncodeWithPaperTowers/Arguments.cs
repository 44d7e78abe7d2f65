using System.CommandLine;
using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Encoders;

namespace EncodeWithPaperTowers;

internal sealed record Arguments(
    string Folder, IReadOnlyList<string> Inputs, Precision Precision, bool Download, Uri Server, IReadOnlyDictionary<string, string> Revisions,
    AudioDecoderOptions Audio)
{
    public string RevisionOf(PaperTower tower) => Revisions.GetValueOrDefault(tower.Name, "main");

    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var folder = new Argument<string>("FOLDER")
        {
            Description = "Holds clip-vit-base-patch32, MERT-v1-95M and roberta-base, each as Hugging Face publishes it.",
        };
        var inputs = CommandLine.Words("INPUT", "An image file, an audio file or a caption; without any, a few are made up.");
        var fast = CommandLine.Flag("--fast", "8-bit integers in the linear layers: faster, with a small error in the features.");
        var download = CommandLine.Flag("--download", "Downloads what is missing, about 1.5 GB; without it nothing uses the network.");
        var revisions = new Option<string[]>("--revision")
        {
            HelpName = "TOWER=COMMIT",
            Description = "The commit to download, as in roberta-base=COMMIT; the newest (main) by default. May be given several times.",
        }.Checked(word => PaperTower.All.Any(tower => word.StartsWith(tower.Name + "=", StringComparison.OrdinalIgnoreCase))
            ? null : $"--revision takes TOWER=COMMIT with one of {string.Join(", ", PaperTower.All.Select(tower => tower.Name))}, not '{word}'.");
        var server = CommandLine.Address("--server", "Downloads from a mirror.", ModelHubOptions.DefaultBaseAddress);
        server.DefaultValueFactory = _ => new(ModelHubOptions.DefaultBaseAddress);
        var command = new RootCommand("Images, music and captions through the three towers of the paper.")
        {
            folder, inputs, fast, download, revisions, server,
        };
        Listening.AddLimitsTo(command);
        command.Check(given => given.GetResult(folder) is null ? "The FOLDER of the towers is missing." : null);
        command.SetAction((line, cancellationToken) => run(
            new(
                line.GetRequiredValue(folder), line.GetValue(inputs) ?? [], line.GetValue(fast) ? Precision.Fast : Precision.Exact,
                line.GetValue(download), line.GetRequiredValue(server)!, ByTower(line.GetValue(revisions) ?? []),
                Listening.LimitsOf(line)),
            cancellationToken));
        return command;
    }

    private static Dictionary<string, string> ByTower(string[] revisions) => revisions.Select(word => word.Split('=', 2))
        .GroupBy(parts => parts[0], StringComparer.OrdinalIgnoreCase)
        .ToDictionary(same => same.Key, same => same.Last()[1], StringComparer.OrdinalIgnoreCase);
}
