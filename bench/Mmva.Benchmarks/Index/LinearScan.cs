using System.Numerics;
using System.Runtime.InteropServices;

namespace Mmva.Benchmarks.Index;

/// <summary>The search without an index: every point looked at, eight or sixteen at a time.</summary>
internal sealed class LinearScan(ValenceArousal[] points)
{
    private readonly float[] _valence = [.. points.Select(p => p.Valence)];
    private readonly float[] _arousal = [.. points.Select(p => p.Arousal)];
    private readonly PriorityQueue<int, float> _nearest = new(Comparer<float>.Create((a, b) => b.CompareTo(a)));

    public int[] Nearest(ValenceArousal place, int count)
    {
        _nearest.Clear();
        var worst = float.PositiveInfinity;
        var valence = MemoryMarshal.Cast<float, Vector<float>>(_valence.AsSpan());
        var arousal = MemoryMarshal.Cast<float, Vector<float>>(_arousal.AsSpan());
        var (atValence, atArousal) = (new Vector<float>(place.Valence), new Vector<float>(place.Arousal));
        for (var block = 0; block < valence.Length; block++)
        {
            Vector<float> v = valence[block] - atValence, a = arousal[block] - atArousal, squared = v * v + a * a;
            if (Vector.GreaterThanOrEqualAll(squared, new Vector<float>(worst))) continue;
            for (var lane = 0; lane < Vector<float>.Count; lane++) Look(block * Vector<float>.Count + lane, squared[lane]);
        }
        for (var i = valence.Length * Vector<float>.Count; i < _valence.Length; i++)
        {
            float v = _valence[i] - place.Valence, a = _arousal[i] - place.Arousal;
            Look(i, v * v + a * a);
        }
        return [.. _nearest.UnorderedItems.Select(item => item.Element)];

        void Look(int point, float squared)
        {
            if (squared >= worst) return;
            if (_nearest.Count < count) _nearest.Enqueue(point, squared);
            else _nearest.DequeueEnqueue(point, squared);
            if (_nearest.Count == count && _nearest.TryPeek(out _, out var farthest)) worst = farthest;
        }
    }
}
