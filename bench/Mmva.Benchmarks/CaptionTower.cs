using Mmva.Encoders;
using Mmva.Encoders.Graphs;

namespace Mmva.Benchmarks;

/// <summary>MiniLM in both precisions beside the same weights exported from PyTorch: same process, same threads, same tokens.</summary>
internal static class CaptionTower
{
    /// <param name="peers">The folder with the exported graph.</param>
    /// <param name="pretrained">The folder with the published weights.</param>
    /// <param name="options">Threads, the same for both.</param>
    /// <param name="turns">Turns each.</param>
    public static IEnumerable<BenchmarkRow> Measure(string peers, string pretrained, OnnxSessionOptions options, int turns)
    {
        using var peer = new TowerSession(Path.Combine(peers, "minilm.onnx"), options);
        foreach (var precision in new[] { Precision.Exact, Precision.Fast })
        {
            using var tower = new BertTower(Path.Combine(pretrained, "minilm"), precision, options);
            foreach (var (name, factor) in CaptionWork.Cases)
            {
                var (ours, theirs) = (
                    CaptionWork.Ours(tower, name), CaptionWork.Peer(peer, name, "layer_means", tower.Config.Layers + 1, tower.Config.Width));
                yield return Turns.Measure(
                    $"minilm/{name}", ours, theirs, factor * turns, precision, fastLimit: 0.03);
            }
        }
    }
}
