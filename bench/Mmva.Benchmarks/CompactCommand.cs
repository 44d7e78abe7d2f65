using System.CommandLine;
using Mmva.Encoders;

namespace Mmva.Benchmarks;

/// <summary>The three compact towers beside their weights exported from PyTorch.</summary>
internal static class CompactCommand
{
    private const string EfficientNet = "efficientnet-lite0", Musicnn = "musicnn";
    private static readonly string[] Towers = [EfficientNet, Musicnn, "minilm"];

    public static Command Command()
    {
        var (peers, json, threads, turns) = (
            BenchmarkOptions.Peers("efficientnet-lite0.onnx, musicnn.onnx and minilm.onnx"), BenchmarkOptions.Json(), BenchmarkOptions.Threads(),
            BenchmarkOptions.Turns(15));
        var pretrained = new Option<string?>("--pretrained") { HelpName = "FOLDER", Description = "The weights (default: those of Mmva.Compact)." };
        var only = BenchmarkOptions.Some("--only", "The towers to measure.", Towers);
        var command = new Command("compact", "The compact towers beside the same weights exported from PyTorch and run in ONNX Runtime.")
        {
            peers, json, pretrained, threads, turns, only,
        };
        command.SetAction(
            line =>
                Run(
                    line.GetRequiredValue(peers), line.GetValue(pretrained) ?? Path.Combine(AppContext.BaseDirectory, "mmva-compact"),
                    line.GetValue(threads), line.GetValue(turns), line.GetRequiredValue(only), line.GetValue(json)));
        return command;
    }

    private static int Run(string peers, string pretrained, int threads, int turns, string[] only, string? json)
    {
        var options = new OnnxSessionOptions { IntraOpThreads = threads };
        return BenchmarkRow.Report([.. Towers.Where(only.Contains).SelectMany(Measure)], json);

        IEnumerable<BenchmarkRow> Measure(string tower) => tower switch
        {
            EfficientNet => ConvolutionalTowers.EfficientNet(peers, pretrained, options, turns),
            Musicnn => ConvolutionalTowers.Musicnn(peers, pretrained, options, turns),
            _ => CaptionTower.Measure(peers, pretrained, options, turns),
        };
    }
}
