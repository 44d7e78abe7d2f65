using System.CommandLine;
using Mmva.Encoders;

namespace Mmva.Benchmarks;

/// <summary>The paper's towers beside the same weights exported from PyTorch.</summary>
internal static class TowersCommand
{
    public static Command Command()
    {
        var (peers, json, only) = (
            BenchmarkOptions.Peers(
                "clip.onnx, roberta.onnx and mert.onnx with formula weights; ours are made by the same formula in a temporary folder"),
            BenchmarkOptions.Json(), BenchmarkOptions.Only());
        var (threads, turns) = (BenchmarkOptions.Threads(), BenchmarkOptions.Turns(9));
        var command = new Command(
            "towers",
            "The paper's towers, full size, beside the same weights exported from PyTorch and run in ONNX Runtime.") { peers, json, only, threads,
            turns };
        command.SetAction(
            line =>
                Run(line.GetRequiredValue(peers), line.GetRequiredValue(only), line.GetValue(threads), line.GetValue(turns), line.GetValue(json)));
        return command;
    }

    private static int Run(string peers, string[] only, int threads, int turns, string? json)
    {
        var options = new OnnxSessionOptions { IntraOpThreads = threads };
        return BenchmarkRow.Report(
            [.. PaperTower.All.Where(t => only.Contains(t.Name)).SelectMany(tower => Measure(tower, peers, options, turns))], json);
    }

    private static IEnumerable<BenchmarkRow> Measure(PaperTower tower, string peers, OnnxSessionOptions options, int turns)
    {
        using var model = tower.CreateModel();
        using var peer = tower.Peer(peers, options);
        foreach (var precision in new[] { Precision.Exact, Precision.Fast })
        {
            using var ours = tower.Ours(model.Path, precision, options);
            foreach (var (name, factor) in tower.Cases)
                yield return Turns.Measure(
                    $"{tower.Name}/{name}", ours.Prepare(name), peer.Prepare(name), factor * turns, precision, tower.FastLimit);
        }
    }
}
