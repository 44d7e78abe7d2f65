using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders;
using Mmva.Encoders.Bert;
using Mmva.Encoders.Onnx;

namespace Mmva.Benchmarks;

/// <summary>MiniLM in both precisions beside the same weights exported from PyTorch: same process, same threads, same tokens.</summary>
internal static class CaptionTower
{
    private const int PeerBatch = 8;

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
            foreach (var row in Measure("minilm", "layer_means", peer, tower, precision, turns)) yield return row;
        }
    }

    /// <summary>One caption of 24 tokens, and 64 of 8 to 120.</summary>
    public static IEnumerable<BenchmarkRow> Measure(string name, string peerOutput, TowerSession peer, BertTower tower, Precision precision, int turns)
    {
        var captions = Captions();
        yield return Measure($"{name}/1x24", peerOutput, peer, tower, precision, [captions.First(c => c.Length >= 24)[..24]], 10 * turns); // milliseconds: more turns cost nothing
        yield return Measure($"{name}/64-mixed", peerOutput, peer, tower, precision, captions, turns);
    }

    private static BenchmarkRow Measure(string name, string peerOutput, TowerSession peer, BertTower tower, Precision precision, int[][] captions, int turns)
    {
        // the peer gets its captions sorted and padded in advance; ours sorts, pads and puts back within its time
        var order = Enumerable.Range(0, captions.Length).OrderBy(i => captions[i].Length).ToArray();
        var batches = order.Chunk(PeerBatch).Select(rows => new PeerInput([.. rows.Select(i => captions[i])], tower, peerOutput)).ToArray();
        float[] ours = [];
        var row = Turns.Measure(name, () => Turns.Seconds(() => ours = tower.Features(captions)), () => Turns.Seconds(() => Array.ForEach(batches, b => b.Run(peer))), turns, precision == Precision.Exact ? "exact" : "fast");
        var (theirs, at) = (new float[ours.Length], 0);
        foreach (var batch in batches)
            for (var i = 0; i < batch.Count; i++) batch.Means.AsSpan(i * tower.FeatureSize, tower.FeatureSize).CopyTo(theirs.AsSpan(order[at++] * tower.FeatureSize));
        if (precision == Precision.Exact) Agreement.Demand(name, ours, theirs);
        else Agreement.DemandRms(name, ours, theirs, 0.03);
        foreach (var batch in batches) batch.Dispose();
        return row;
    }

    // 64 captions of 8 to 120 tokens, those of the peers' own program
    private static int[][] Captions() =>
        [.. Enumerable.Range(0, 64).Select(row => Enumerable.Range(0, 8 + row * 37 % 113).Select(j => (int)(3 + (row * 7919L + j * 104729L) % 30000)).ToArray())];

    /// <summary>Captions padded to the longest, as the exported graph takes them.</summary>
    private sealed class PeerInput : IDisposable
    {
        private readonly Dictionary<string, OrtValue> _inputs, _outputs;

        public PeerInput(int[][] captions, BertTower tower, string output)
        {
            var width = captions.Max(c => c.Length);
            long[] ids = new long[captions.Length * width], mask = new long[ids.Length];
            Array.Fill(ids, 1);
            for (var row = 0; row < captions.Length; row++)
                for (var t = 0; t < captions[row].Length; t++) (ids[row * width + t], mask[row * width + t]) = (captions[row][t], 1);
            (Count, Means) = (captions.Length, new float[captions.Length * tower.FeatureSize]);
            _inputs = new() { ["input_ids"] = OrtTensor.Over(ids.AsMemory(), Count, width), ["attention_mask"] = OrtTensor.Over(mask.AsMemory(), Count, width) };
            _outputs = new() { [output] = OrtTensor.Over(Means.AsMemory(), Count, tower.Config.Layers + 1, tower.Config.Width) };
        }

        public int Count { get; }

        public float[] Means { get; }

        public void Run(TowerSession peer) => peer.Run(_inputs, _outputs);

        public void Dispose()
        {
            foreach (var value in _inputs.Values.Concat(_outputs.Values)) value.Dispose();
        }
    }
}
