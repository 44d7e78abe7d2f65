using System.Globalization;
using Mmva.Encoders.Onnx;

namespace Mmva.Benchmarks;

/// <summary>The three compact towers beside their weights exported from PyTorch.</summary>
internal static class CompactCommand
{
    public const string Usage = """
        compact --peers FOLDER [--json FILE] [--pretrained FOLDER] [--threads 2] [--turns 15]
            The compact towers beside the same weights exported from PyTorch and run in ONNX Runtime.
            FOLDER holds efficientnet-lite0.onnx, musicnn.onnx and minilm.onnx; --pretrained the weights (default: those of Mmva.Compact).
        """;

    public static int Run(ReadOnlySpan<string> args)
    {
        string? peers = null, json = null;
        var pretrained = Path.Combine(AppContext.BaseDirectory, "mmva-compact");
        int threads = 2, turns = 15;
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) return Refuse($"{args[i]} needs a value");
            switch (args[i])
            {
                case "--peers": peers = args[i + 1]; break;
                case "--json": json = args[i + 1]; break;
                case "--pretrained": pretrained = args[i + 1]; break;
                case "--threads" when int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out threads) && threads > 0: break;
                case "--turns" when int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out turns) && turns > 0: break;
                default: return Refuse($"what is {args[i]} {args[i + 1]}?");
            }
        }
        if (peers is null) return Refuse("--peers is needed");

        var options = new OnnxSessionOptions { IntraOpThreads = threads };
        try
        {
            return BenchmarkRow.Report([.. ConvolutionalTowers.Measure(peers, pretrained, options, turns), .. CaptionTower.Measure(peers, pretrained, options, turns)], json);
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
