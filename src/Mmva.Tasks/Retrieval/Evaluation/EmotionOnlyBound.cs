using Mmva.Training;

namespace Mmva.Tasks.Evaluation;

/// <summary>Mean squared errors with which places on the emotion plane are known.</summary>
/// <param name="Valence">Of valence; 0 for exactly.</param>
/// <param name="Arousal">Of arousal; 0 for exactly.</param>
public readonly record struct PlaneError(double Valence, double Arousal);

/// <summary>What a retriever can reach that knows nothing but places on the emotion plane: many items lie close together, so even small errors cost most of the first ranks.</summary>
public static class EmotionOnlyBound
{
    /// <summary>The default number of simulations.</summary>
    public const int DefaultRepeats = 20;

    /// <summary>Simulates Gaussian errors and averages the metrics.</summary>
    /// <param name="places">The true places of the pairs; query and item of a pair share one.</param>
    /// <param name="itemError">How well the places of the items are known; MMVA's for music were 0.0003 and 0.0002 (arXiv 2501.01094).</param>
    /// <param name="queryError">How well the places of the queries are known; exactly by default.</param>
    /// <param name="repeats">Simulations, at least 1.</param>
    /// <param name="seed">Decides the errors.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">There are no places, or a coordinate or error is not finite, or an error is negative.</exception>
    public static RetrievalMetrics Estimate(
        IReadOnlyList<ValenceArousal> places, PlaneError itemError, PlaneError queryError = default, int repeats = DefaultRepeats, ulong seed = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        foreach (var variance in new[] { itemError.Valence, itemError.Arousal, queryError.Valence, queryError.Arousal })
            if (!(variance >= 0 && double.IsFinite(variance))) throw new ArgumentException($"A squared error of {variance} is not possible.", nameof(itemError));
        var random = new RandomSource(seed);
        RetrievalMetrics[] runs = [.. Enumerable.Range(0, repeats).Select(_ => RetrievalEvaluation.Evaluate(Blurred(queryError), Blurred(itemError), cancellationToken))];
        return new(
            places.Count, runs.Average(r => r.RecallAt1), runs.Average(r => r.RecallAt5), runs.Average(r => r.RecallAt10),
            runs.Average(r => r.ReciprocalRankAt10), runs.Average(r => r.MedianRank));

        ValenceArousal[] Blurred(PlaneError error) =>
            [.. places.Select(p => new ValenceArousal(p.Valence + (float)(Math.Sqrt(error.Valence) * Normal(random)), p.Arousal + (float)(Math.Sqrt(error.Arousal) * Normal(random))))];
    }

    // Box and Muller
    private static double Normal(RandomSource random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
