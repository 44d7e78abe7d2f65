using Mmva.Training;

namespace Mmva.Data;

/// <summary>The selection of pairs by Zhao et al. (2020): the predefined pairs that the paper's first ablation trains on.</summary>
public static class PairSelection
{
    /// <summary>The default number of random images per clip.</summary>
    public const int DefaultRandom = 30;

    /// <summary>The default number of best and of worst images per clip.</summary>
    public const int DefaultExtreme = 10;

    /// <summary>The default share of the selected pairs that is used.</summary>
    public const double DefaultShare = 0.1;

    /// <summary>
    /// Selects, for every clip, the images with the best and the worst scores and random ones of the others, and then a share of all selected pairs.
    /// </summary>
    /// <param name="images">The ratings of the images.</param>
    /// <param name="clips">The ratings of the clips.</param>
    /// <param name="random">Random images per clip, other than the best and worst.</param>
    /// <param name="best">Images with the highest scores.</param>
    /// <param name="worst">Images with the lowest scores.</param>
    /// <param name="share">The share of the selected pairs that is used, above 0 and at most 1.</param>
    /// <param name="seed">The seed of the random choices.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>Indices of clips and images, by clip. With few images, a clip gets fewer random ones, then fewer worst ones.</returns>
    /// <exception cref="ArgumentException">A number is negative, all are 0, or the share is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static IReadOnlyList<(int Clip, int Image)> Select(
        IReadOnlyList<ValenceArousal> images, IReadOnlyList<ValenceArousal> clips, int random = DefaultRandom, int best = DefaultExtreme,
        int worst = DefaultExtreme, double share = DefaultShare, ulong seed = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(clips);
        ThrowIfInvalid(random, best, worst, share);
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

    internal static void ThrowIfInvalid(int random, int best, int worst, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(random);
        ArgumentOutOfRangeException.ThrowIfNegative(best);
        ArgumentOutOfRangeException.ThrowIfNegative(worst);
        if (random + best + worst == 0) throw new ArgumentException("At least one image per clip must be selected.", nameof(random));
        if (!(share is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "The share must be above 0 and at most 1.");
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
