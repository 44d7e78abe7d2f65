namespace Mmva.Tasks;

/// <summary>From scores to a summary: the mean score of every shot, then the most valuable shots within a share of the length.</summary>
internal static class ShotSelection
{
    /// <summary>Computes the mean score of every shot.</summary>
    /// <param name="scores">One score per frame.</param>
    /// <param name="shotLengths">The lengths of all shots, in frames, each at least 1; together as many as there are scores.</param>
    /// <exception cref="ArgumentException">A shot is empty, or the shots do not cover the frames.</exception>
    public static double[] MeanScores(ReadOnlySpan<float> scores, IReadOnlyList<int> shotLengths)
    {
        var frames = shotLengths.Sum(length => (long)length);
        if (shotLengths.Any(length => length < 1) || frames != scores.Length)
        {
            throw new ArgumentException(
                $"Shots of {frames} frames for {scores.Length} scores: shots must not be empty and must cover all frames.", nameof(shotLengths));
        }
        var means = new double[shotLengths.Count];
        for (int shot = 0, start = 0; shot < means.Length; start += shotLengths[shot++])
        {
            double sum = 0;
            foreach (var score in scores.Slice(start, shotLengths[shot])) sum += score;
            means[shot] = sum / shotLengths[shot];
        }
        return means;
    }

    /// <summary>Chooses shots by the 0/1 knapsack: weights are lengths, values are mean scores.</summary>
    /// <param name="shotScores">The value of every shot.</param>
    /// <param name="shotLengths">The lengths of the shots, in frames.</param>
    /// <param name="share">The share of all frames that may be chosen, from 0 to 1.</param>
    /// <returns>For every shot whether it is chosen.</returns>
    /// <exception cref="ArgumentException">The numbers of shots differ, or the share is not in [0, 1].</exception>
    public static bool[] Select(ReadOnlySpan<double> shotScores, IReadOnlyList<int> shotLengths, double share = VideoSummaryOptions.DefaultShare)
    {
        if (!(share is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "The share must be in [0, 1].");
        return Knapsack.Solve([.. shotLengths], shotScores, (int)(share * shotLengths.Sum()));
    }
}
