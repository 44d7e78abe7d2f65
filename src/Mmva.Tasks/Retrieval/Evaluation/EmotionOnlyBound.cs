using Mmva.Training;

namespace Mmva.Tasks.Evaluation;

/// <summary>The mean squared errors of points on the emotion plane.</summary>
/// <param name="Valence">The error of valence; 0 if it is known exactly.</param>
/// <param name="Arousal">The error of arousal; 0 if it is known exactly.</param>
public readonly record struct PlaneError(double Valence, double Arousal);

/// <summary>
/// An upper bound for retrieval by points on the emotion plane alone: many items lie close together, so that even small errors cost most first ranks.
/// </summary>
public static class EmotionOnlyBound
{
    /// <summary>The default number of simulations.</summary>
    public const int DefaultRepeats = 20;

    /// <summary>Simulates Gaussian errors and averages the metrics.</summary>
    /// <param name="points">The true points of the pairs; query and item of a pair share one.</param>
    /// <param name="itemError">The error of the items; MMVA's errors for music were 0.0003 and 0.0002 (arXiv 2501.01094).</param>
    /// <param name="queryError">The error of the queries; none by default.</param>
    /// <param name="repeats">The number of simulations, at least 1.</param>
    /// <param name="seed">The seed of the errors.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The mean of the simulations.</returns>
    /// <exception cref="ArgumentException">There are no points, a coordinate or error is not finite, or an error is negative.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static RetrievalMetrics Estimate(
        IReadOnlyList<ValenceArousal> points, PlaneError itemError, PlaneError queryError = default, int repeats = DefaultRepeats, ulong seed = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        foreach (var variance in new[] { itemError.Valence, itemError.Arousal, queryError.Valence, queryError.Arousal })
        {
            if (!(variance >= 0 && double.IsFinite(variance)))
                throw new ArgumentException($"A squared error of {variance} is not possible.", nameof(itemError));
        }
        var random = new RandomSource(seed);
        RetrievalMetrics[] runs =
            [.. Enumerable.Range(0, repeats).Select(_ => RetrievalEvaluation.Evaluate(Blurred(queryError), Blurred(itemError), cancellationToken))];
        return new(
            points.Count, runs.Average(r => r.RecallAt1), runs.Average(r => r.RecallAt5), runs.Average(r => r.RecallAt10),
            runs.Average(r => r.ReciprocalRankAt10), runs.Average(r => r.MedianRank));

        ValenceArousal[] Blurred(PlaneError error) =>
        [
            .. points.Select(p => new ValenceArousal(
                p.Valence + (float)(Math.Sqrt(error.Valence) * Normal(random)), p.Arousal + (float)(Math.Sqrt(error.Arousal) * Normal(random)))),
        ];
    }

    // Box–Muller
    private static double Normal(RandomSource random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
