using Mmva.Emotion;
using Mmva.Tasks.Retrieval.Plane;

namespace Mmva.Tasks.Prompts;

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
    /// <returns>In the order of choice; of prompts with equal scores the nearer one, then the one with the lower index.</returns>
    public List<PlaneNeighbour> Choose(IReadOnlyList<PlaneNeighbour> near, int count)
    {
        var left = near.Select(n => new Candidate(n, (1 - diversity) * similarity.Score(n.Distance), ChoicesOf(n.Point))).ToList();
        var chosen = new List<PlaneNeighbour>();
        while (chosen.Count < count && left.Count > 0)
        {
            var best = 0;
            for (var i = 1; i < left.Count; i++)
                if (Score(left[i]) > Score(left[best])) best = i;
            var next = left[best];
            chosen.Add(next.Neighbour);
            left.RemoveAt(best);
            foreach (var candidate in left) candidate.Share = Math.Max(candidate.Share, Share(candidate.Choices, next.Choices));
        }
        return chosen;
    }

    private double Score(Candidate candidate) => candidate.Relevance - diversity * candidate.Share;

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

    private sealed record Candidate(PlaneNeighbour Neighbour, double Relevance, int[] Choices)
    {
        /// <summary>The largest share of choices that one chosen before has too.</summary>
        public double Share { get; set; }
    }
}
