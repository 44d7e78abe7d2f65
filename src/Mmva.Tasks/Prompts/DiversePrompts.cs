namespace Mmva.Tasks;

/// <summary>
/// Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998) among nearby prompts: after the nearest, each next one has the highest
/// (1 − diversity) · similarity to the query point − diversity · the largest share of its choices that it has in common with a prompt chosen
/// before.
/// </summary>
internal sealed class DiversePrompts(PromptSet prompts, EmotionalSimilarity similarity, double diversity)
{
    /// <summary>The size of the pool: the nearest thousand, or ten for each prompt wanted.</summary>
    public static int PoolOf(int count) => (int)Math.Min(Math.Max(1000, 10L * count), PromptSet.MaxCount);

    /// <summary>Chooses prompts.</summary>
    /// <param name="near">The pool, nearest first; equally distant prompts in the order of their indices.</param>
    /// <param name="count">The number of prompts, at least 1.</param>
    /// <returns>
    /// The chosen prompts, in the order of the pool. Of prompts with equal scores the nearer one is chosen, then the one with the lower index.
    /// </returns>
    public List<PlaneNeighbor> Choose(IReadOnlyList<PlaneNeighbor> near, int count)
    {
        // Shares only grow, so scores only fall: a leader whose score is up to date is the best of all, and the others need no update.
        var queue = new PriorityQueue<Candidate, (double, int)>(near.Count);
        void Enqueue(Candidate candidate) => queue.Enqueue(candidate, (diversity * candidate.Share - candidate.Relevance, candidate.Position));
        for (var i = 0; i < near.Count; i++) Enqueue(new(near[i], i, (1 - diversity) * similarity.Score(near[i].Distance), ChoicesOf(near[i].Index)));
        var chosen = new List<Candidate>();
        while (chosen.Count < count && queue.TryDequeue(out var first, out _))
        {
            if (first.Compared == chosen.Count) chosen.Add(first);
            else
            {
                for (; first.Compared < chosen.Count; first.Compared++)
                    first.Share = Math.Max(first.Share, Share(first.Choices, chosen[first.Compared].Choices));
                Enqueue(first);
            }
        }
        return [.. chosen.OrderBy(candidate => candidate.Position).Select(candidate => candidate.Neighbor)];
    }

    private int[] ChoicesOf(int index)
    {
        Span<int> values = stackalloc int[PromptSet.MaxSlots];
        prompts.Values(index, ref values);
        return values.ToArray();
    }

    // of the choices of the longer prompt; the same two instruments in the other order are the same choices
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

    private sealed record Candidate(PlaneNeighbor Neighbor, int Position, double Relevance, int[] Choices)
    {
        /// <summary>The largest share of choices in common with a prompt chosen before, as far as compared.</summary>
        public double Share { get; set; }

        /// <summary>The number of chosen prompts it has been compared with.</summary>
        public int Compared { get; set; }
    }
}
