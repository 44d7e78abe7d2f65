using System.CommandLine;
using ConsoleProgram;

namespace TrainCompact;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(string Data, string Out, string Cache, int Seed, bool Compare, string? Clip = null, string? Mert = null, string? Roberta = null)
{
    /// <summary>Whether every encoder is the one of Mmva.Compact.</summary>
    public bool AllCompact => (Clip, Mert, Roberta) == default;

    /// <summary>The command line, and what is done with it.</summary>
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var data = new Option<DirectoryInfo>("--data") { HelpName = "FOLDER", Description = "Holds the folders oasis, musemo, vgmidi, deam, emopia, emobank, warriner, musical-captions.", Required = true }.AcceptExistingOnly();
        var results = new Option<string>("--out") { HelpName = "FOLDER", Description = "Where the results go.", DefaultValueFactory = _ => "compact-heads" };
        var cache = new Option<string>("--cache") { HelpName = "FOLDER", Description = "Where features are kept.", DefaultValueFactory = _ => "features" };
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "Decides splits, matching and start weights.", DefaultValueFactory = _ => 1 }.Within(int.MinValue, int.MaxValue);
        var compare = new Option<bool>("--compare") { Description = "Also trains with the other ways of pairing captions, and adds their figures to the card." };
        var clip = Tower("--clip", "Pictures go through CLIP ViT-B/32 in this folder, not through the compact tower.");
        var mert = Tower("--mert", "Music goes through MERT-v1-95M in this folder.");
        var roberta = Tower("--roberta", "Texts go through RoBERTa-base in this folder.");
        var command = new RootCommand("Trains heads on the towers of Mmva.Compact, or on the paper's, and writes heads.safetensors and MODEL_CARD.md.") { data, results, cache, seed, compare, clip, mert, roberta };
        command.SetAction((line, cancellationToken) => run(
            new(line.GetRequiredValue(data).ToString(), line.GetRequiredValue(results), line.GetRequiredValue(cache), line.GetValue(seed), line.GetValue(compare),
                line.GetValue(clip)?.ToString(), line.GetValue(mert)?.ToString(), line.GetValue(roberta)?.ToString()), cancellationToken));
        return command;

        static Option<DirectoryInfo> Tower(string name, string description) => new Option<DirectoryInfo>(name) { HelpName = "FOLDER", Description = description }.AcceptExistingOnly();
    }
}
