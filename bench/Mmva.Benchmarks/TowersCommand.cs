using System.Globalization;
using Mmva.Encoders;
using Mmva.Encoders.Onnx;

namespace Mmva.Benchmarks;

/// <summary>The paper's towers beside the same weights exported from PyTorch.</summary>
internal static class TowersCommand
{
    public const string Usage = """
        towers --peers FOLDER [--json FILE] [--only clip,roberta,mert] [--threads 2] [--turns 9]
            The paper's towers, full size, beside the same weights exported from PyTorch and run in ONNX Runtime.
            FOLDER holds clip.onnx, roberta.onnx and mert.onnx with formula weights; ours are made by the same formula in a temporary folder.
        """;

    public static int Run(ReadOnlySpan<string> args)
    {
        string? peers = null, json = null;
        string[] only = [.. PaperTower.All.Select(t => t.Name)];
        int threads = 2, turns = 9;
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) return Refuse($"{args[i]} needs a value");
            switch (args[i])
            {
                case "--peers": peers = args[i + 1]; break;
                case "--json": json = args[i + 1]; break;
                case "--only": only = args[i + 1].Split(','); break;
                case "--threads" when int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out threads) && threads > 0: break;
                case "--turns" when int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out turns) && turns > 0: break;
                default: return Refuse($"what is {args[i]} {args[i + 1]}?");
            }
        }
        if (peers is null) return Refuse("--peers is needed");
        if (only.Except(PaperTower.All.Select(t => t.Name)).FirstOrDefault() is { } unknown) return Refuse($"no tower is named {unknown}; there are {string.Join(", ", PaperTower.All.Select(t => t.Name))}");

        var options = new OnnxSessionOptions { IntraOpThreads = threads };
        try
        {
            return BenchmarkRow.Report([.. PaperTower.All.Where(t => only.Contains(t.Name)).SelectMany(tower => Measure(tower, peers, options, turns))], json);
        }
        catch (MmvaException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static IEnumerable<BenchmarkRow> Measure(PaperTower tower, string peers, OnnxSessionOptions options, int turns)
    {
        using var model = tower.CreateModel();
        using var peer = tower.Peer(peers, options);
        foreach (var precision in new[] { Precision.Exact, Precision.Fast })
        {
            using var ours = tower.Ours(model.Path, precision, options);
            foreach (var (name, factor) in tower.Cases)
                yield return Turns.Measure($"{tower.Name}/{name}", ours.Prepare(name), peer.Prepare(name), factor * turns, precision, tower.FastLimit);
        }
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine($"{why}\n\n{Usage}");
        return 2;
    }
}
