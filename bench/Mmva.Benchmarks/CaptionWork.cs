using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders;

namespace Mmva.Benchmarks;

/// <summary>The cases of caption towers: one caption of 24 tokens, and 64 of 8 to 120, those of the peers' own program.</summary>
internal static class CaptionWork
{
    private const int PeerBatch = 8;

    /// <summary>The first takes milliseconds: more turns cost nothing.</summary>
    public static IReadOnlyList<(string Case, int Turns)> Cases { get; } = [("1x24", 10), ("64-mixed", 1)];

    /// <summary>Sorts, pads and puts back within its time.</summary>
    public static Work Ours(BertTower tower, string name)
    {
        var captions = Captions(name);
        float[] features = [];
        return new(() => features = tower.Features(captions), () => features);
    }

    /// <summary>The peer gets its captions sorted and padded in advance.</summary>
    public static Work Peer(TowerSession peer, string name, string output, int states, int width)
    {
        var captions = Captions(name);
        var order = Enumerable.Range(0, captions.Length).OrderBy(i => captions[i].Length).ToArray();
        var batches = order.Chunk(PeerBatch).Select(rows => new Batch([.. rows.Select(i => captions[i])], output, states, width)).ToArray();
        return new(() => Array.ForEach(batches, b => b.Run(peer)), () =>
        {
            var size = states * width;
            var features = new float[captions.Length * size];
            var sorted = batches.SelectMany(b => b.Features).ToArray();
            for (var i = 0; i < order.Length; i++) sorted.AsSpan(i * size, size).CopyTo(features.AsSpan(order[i] * size));
            return features;
        });
    }

    private static int[][] Captions(string name)
    {
        int[][] all = [.. Enumerable.Range(0,
            64).Select(row => Enumerable.Range(0, 8 + row * 37 % 113).Select(j => (int)(3 + (row * 7919L + j * 104729L) % 30000)).ToArray())];
        return name == "1x24" ? [all.First(c => c.Length >= 24)[..24]] : all;
    }

    /// <summary>Captions padded to the longest, as the exported graph takes them.</summary>
    private sealed class Batch
    {
        private readonly int _count, _length, _states, _width;
        private readonly long[] _ids, _mask;
        private readonly string _output;

        public Batch(int[][] captions, string output, int states, int width)
        {
            (_output, _count, _length, _states, _width) = (output, captions.Length, captions.Max(c => c.Length), states, width);
            (_ids, _mask, Features) = (new long[_count * _length], new long[_count * _length], new float[_count * states * width]);
            Array.Fill(_ids, 1);
            for (var row = 0; row < _count; row++)
                for (var t = 0; t < captions[row].Length; t++) (_ids[row * _length + t], _mask[row * _length + t]) = (captions[row][t], 1);
        }

        public float[] Features { get; }

        public void Run(TowerSession peer)
        {
            using var ids = OrtTensor.Over(_ids.AsMemory(), _count, _length);
            using var mask = OrtTensor.Over(_mask.AsMemory(), _count, _length);
            using var features = OrtTensor.Over(Features.AsMemory(), _count, _states, _width);
            peer.Run(
                new Dictionary<string, OrtValue> { ["input_ids"] = ids, ["attention_mask"] = mask }, new Dictionary<string,
                OrtValue> { [_output] = features });
        }
    }
}
