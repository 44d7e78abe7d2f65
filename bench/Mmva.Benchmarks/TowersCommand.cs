using System.Globalization;
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

    private static readonly Dictionary<string, Func<string, OnnxSessionOptions, int, IEnumerable<BenchmarkRow>>> Towers = new()
    {
        ["clip"] = ClipCases.Measure,
        ["roberta"] = RobertaCases.Measure,
        ["mert"] = MertCases.Measure,
    };

    public static int Run(ReadOnlySpan<string> args)
    {
        string? peers = null, json = null;
        string[] only = [.. Towers.Keys];
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
        if (only.FirstOrDefault(name => !Towers.ContainsKey(name)) is { } unknown) return Refuse($"no tower is named {unknown}; there are {string.Join(", ", Towers.Keys)}");

        try
        {
            var rows = only.SelectMany(name => Towers[name](peers, new OnnxSessionOptions { IntraOpThreads = threads }, turns)).ToList();
            if (json is not null) BenchmarkRow.Write(json, rows);
            return 0;
        }
        catch (MmvaException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine($"{why}\n\n{Usage}");
        return 2;
    }
}
