namespace Mmva.Tasks;

/// <summary>
/// Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998) among prompts that are near: after the nearest, each next one has the highest
/// (1 − diversity) · similarity to the place − diversity · the largest share of its choices that one chosen before has too.
/// </summary>
internal sealed class DiversePrompts(PromptSet prompts, EmotionalSimilarity similarity, double diversity)
{
    /// <summary>Prompts to choose among: the nearest thousand, or ten for each that is wanted.</summary>
    public static int PoolOf(int count) => (int)Math.Min(Math.Max(1000, 10L * count), PromptSet.MaxCount);

    /// <summary>Chooses prompts.</summary>
    /// <param name="near">The pool, nearest first; of those equally far the lower index first.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <returns>Those chosen, in the order of the pool. Of prompts with equal scores the nearer one is chosen, then the one with the lower index.</returns>
    public List<PlaneNeighbour> Choose(IReadOnlyList<PlaneNeighbour> near, int count)
    {
        // Shares only grow, so scores only fall: who leads with a score that is up to date leads all, and those behind need no new one.
        var queue = new PriorityQueue<Candidate, (double, int)>(near.Count);
        void Enqueue(Candidate candidate) => queue.Enqueue(candidate, (diversity * candidate.Share - candidate.Relevance, candidate.Place));
        for (var place = 0; place < near.Count; place++) Enqueue(new(near[place], place, (1 - diversity) * similarity.Score(near[place].Distance), ChoicesOf(near[place].Point)));
        var chosen = new List<Candidate>();
        while (chosen.Count < count && queue.TryDequeue(out var first, out _))
        {
            if (first.Compared == chosen.Count) chosen.Add(first);
            else
            {
                for (; first.Compared < chosen.Count; first.Compared++) first.Share = Math.Max(first.Share, Share(first.Choices, chosen[first.Compared].Choices));
                Enqueue(first);
            }
        }
        return [.. chosen.OrderBy(candidate => candidate.Place).Select(candidate => candidate.Neighbour)];
    }

    private int[] ChoicesOf(int index)
    {
        Span<int> values = stackalloc int[PromptSet.MaxSlots];
        prompts.Values(index, ref values);
        return values.ToArray();
    }

    // of all choices of the longer prompt; two instruments in the other order are the same choices
    private static double Share(int[] a, int[] b)
    {
        var common = 0;
        for (int i = 0, k = 0; i < a.Length && k < b.Length;)
        {
            var order = a[i] - b[k];
            if (order == 0) common++;
            if (order <= 0) i++;
            if (order >= 0) k++;
        }
        return (double)common / Math.Max(1, Math.Max(a.Length, b.Length));
    }

    private sealed record Candidate(PlaneNeighbour Neighbour, int Place, double Relevance, int[] Choices)
    {
        /// <summary>The largest share of choices that one chosen before has too, as far as compared.</summary>
        public double Share { get; set; }

        /// <summary>With how many of those chosen it was compared.</summary>
        public int Compared { get; set; }
    }
}
