namespace Mmva.Tasks;

/// <summary>Chooses the shots of a summary, with a fallback for videos without a shot that is short enough.</summary>
internal static class SummarySelection
{
    /// <summary>A shot in frames; the parent is the index of the original shot.</summary>
    public readonly record struct Shot(int Start, int Length, double Score, bool IsChosen, int Parent);

    /// <param name="scores">One score per frame.</param>
    /// <param name="lengths">The lengths of the shots.</param>
    /// <param name="share">The share of the frames that may be chosen.</param>
    /// <param name="value">The value of a shot.</param>
    public static IReadOnlyList<Shot> Select(ReadOnlySpan<float> scores, IReadOnlyList<int> lengths, double share, ShotValue value)
    {
        var means = ShotSelection.MeanScores(scores, lengths);
        var values = value == ShotValue.MeanArousal ? means : [.. means.Zip(lengths, (mean, length) => mean * length)];
        var chosen = ShotSelection.Select(values, lengths, share);
        var shots = new List<Shot>();
        foreach (var length in lengths)
        {
            var start = shots.Count == 0 ? 0 : shots[^1].Start + shots[^1].Length;
            shots.Add(new(start, length, means[shots.Count], chosen[shots.Count], shots.Count));
        }
        if (!chosen.Contains(true)) SplitBest(shots, scores, Math.Max(1, (int)(share * scores.Length)));
        return shots;
    }

    /// <summary>Cuts the best part of the given length out of the best shot, and chooses it.</summary>
    private static void SplitBest(List<Shot> shots, ReadOnlySpan<float> scores, int budget)
    {
        var best = shots.MaxBy(shot => shot.Score);
        var length = Math.Min(budget, best.Length);
        var (at, most) = (best.Start, double.NegativeInfinity);
        for (var start = best.Start; start <= best.Start + best.Length - length; start++)
        {
            var sum = Mean(scores.Slice(start, length));
            if (sum > most) (at, most) = (start, sum);
        }
        var index = shots.IndexOf(best);
        shots.RemoveAt(index);
        foreach (var (start, end) in new[] { (at + length, best.Start + best.Length), (at, at + length), (best.Start, at) })
            if (end > start) shots.Insert(index, new(start, end - start, Mean(scores[start..end]), start == at, best.Parent));
    }

    private static double Mean(ReadOnlySpan<float> scores)
    {
        double sum = 0;
        foreach (var score in scores) sum += score;
        return sum / scores.Length;
    }
}
