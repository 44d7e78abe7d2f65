using Mmva.Emotion;

namespace Mmva.Tasks.Prompts;

/// <summary>
/// Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): after the nearest prompt, each next one has the highest
/// (1 − diversity) · similarity to the place − diversity · the largest share of its choices that one chosen before has too. Exact over all prompts.
/// </summary>
internal static class DiversePrompts
{
    /// <summary>Chooses prompts.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="points">Where they lie.</param>
    /// <param name="place">What they shall be near to.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="diversity">From 0 up to, not including, 1.</param>
    /// <param name="similarity">What distances mean.</param>
    /// <returns>Indices in the order of choice; of prompts with equal scores the lower index.</returns>
    public static IReadOnlyList<int> Choose(PromptSet prompts, PromptPoints points, ValenceArousal place, int count, double diversity, EmotionalSimilarity similarity)
    {
        var nearest = points.Nearest(place, 1)[0];
        var (chosen, choices) = (new List<int> { nearest }, new List<int[]> { ChoicesOf(prompts, nearest) });
        for (count = Math.Min(count, points.Count); chosen.Count < count;)
        {
            var (next, best, bound) = (-1, double.NegativeInfinity, double.PositiveInfinity);
            points.Visit(place, () => bound, (index, squared) =>
            {
                if (chosen.Contains(index)) return;
                var score = (1 - diversity) * similarity.Score(Math.Sqrt(squared)) - diversity * LargestShare(prompts, index, choices);
                if (score <= best) return;
                (next, best) = (index, score);
                // beyond this distance nothing is better even if it shares nothing
                if (best > 0) bound = Math.Pow(similarity.Sigma * Math.Log((1 - diversity) / best), 2);
            });
            chosen.Add(next);
            choices.Add(ChoicesOf(prompts, next));
        }
        return chosen;
    }

    private static int[] ChoicesOf(PromptSet prompts, int index)
    {
        Span<int> values = stackalloc int[PromptSet.MaxSlots];
        prompts.Values(index, ref values);
        return values.ToArray();
    }

    // of all choices of the longer prompt; two instruments in the other order are the same choices
    private static double LargestShare(PromptSet prompts, int index, List<int[]> chosen)
    {
        Span<int> values = stackalloc int[PromptSet.MaxSlots];
        prompts.Values(index, ref values);
        var largest = 0.0;
        foreach (var other in chosen)
        {
            var common = 0;
            for (int i = 0, k = 0; i < values.Length && k < other.Length;)
            {
                var order = values[i].CompareTo(other[k]);
                if (order == 0) common++;
                if (order <= 0) i++;
                if (order >= 0) k++;
            }
            largest = Math.Max(largest, (double)common / Math.Max(1, Math.Max(values.Length, other.Length)));
        }
        return largest;
    }
}
