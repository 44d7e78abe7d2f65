using Mmva.Training;

namespace Mmva.Data;

/// <summary>The selection of pairs by Zhao et al. (2020).</summary>
internal static class PairSelection
{
    /// <summary>
    /// Selects, for every clip, the images with the best and the worst scores and random ones of the others, and then a share of all selected pairs.
    /// </summary>
    public static List<(int Clip, int Image)> Select(
        IReadOnlyList<ValenceArousal> images, IReadOnlyList<ValenceArousal> clips, int random, int best, int worst, double share, ulong seed,
        CancellationToken cancellationToken)
    {
        var chosen = new int[clips.Count][];
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, clips.Count, parallel, () => new double[images.Count], (clip, _, distances) =>
        {
            for (var i = 0; i < distances.Length; i++) distances[i] = images[i].DistanceTo(clips[clip]);
            chosen[clip] = ForClip(distances, random, best, worst, new RandomSource(seed + (ulong)clip + 1));
            return distances;
        }, _ => { });
        var pairs = chosen.SelectMany((selected, clip) => selected.Select(image => (clip, image))).ToArray();
        if (share >= 1) return [.. pairs];
        var order = Enumerable.Range(0, pairs.Length).ToArray();
        new RandomSource(seed).Shuffle(order.AsSpan());
        return [.. order.Take((int)Math.Round(share * pairs.Length)).Order().Select(i => pairs[i])];
    }

    private static int[] ForClip(double[] distances, int random, int best, int worst, RandomSource source)
    {
        best = Math.Min(best, distances.Length);
        worst = Math.Min(worst, distances.Length - best);
        random = Math.Min(random, distances.Length - best - worst);
        // the index breaks ties, so that the best and the worst cannot overlap
        var closest = Extreme(distances, best, farthest: false);
        var selected = new HashSet<int>(closest);
        selected.UnionWith(Extreme(distances, worst, farthest: true));
        while (selected.Count < best + worst + random) selected.Add(source.Next(distances.Length));
        return [.. selected.Order()];
    }

    private static int[] Extreme(double[] distances, int count, bool farthest)
    {
        var queue = new PriorityQueue<int, (double, int)>(count + 1);
        for (var i = 0; i < distances.Length; i++)
        {
            // the worst of the kept ones is at the front
            var priority = farthest ? (distances[i], i) : (-distances[i], -i);
            if (queue.Count < count) queue.Enqueue(i, priority);
            else if (count > 0) queue.EnqueueDequeue(i, priority);
        }
        return [.. queue.UnorderedItems.Select(item => item.Element)];
    }
}
