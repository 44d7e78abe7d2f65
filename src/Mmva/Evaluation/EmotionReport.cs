namespace Mmva.Evaluation;

/// <summary>Metrics of valence and of arousal, each beside what a constant would have reached.</summary>
/// <param name="Count">Items.</param>
/// <param name="Valence">Metrics of valence.</param>
/// <param name="Arousal">Metrics of arousal.</param>
/// <param name="Trivial">The same for the trivial predictor: the training mean for every item.</param>
public sealed record EmotionReport(int Count, RegressionMetrics Valence, RegressionMetrics Arousal, TrivialMetrics Trivial)
{
    /// <summary>Compares predictions with ratings.</summary>
    /// <param name="target">The ratings.</param>
    /// <param name="predicted">The predictions, in the same order.</param>
    /// <param name="trainingMean">The mean rating of the items the model was fitted on; it makes the trivial predictor.</param>
    /// <exception cref="ArgumentException">The lengths differ, or fewer than two items are given.</exception>
    public static EmotionReport Compute(IReadOnlyList<ValenceArousal> target, IReadOnlyList<ValenceArousal> predicted, ValenceArousal trainingMean)
    {
        double[] valence = [.. target.Select(t => (double)t.Valence)], arousal = [.. target.Select(t => (double)t.Arousal)];
        return new(
            target.Count,
            RegressionMetrics.Compute(valence, [.. predicted.Select(p => (double)p.Valence)]),
            RegressionMetrics.Compute(arousal, [.. predicted.Select(p => (double)p.Arousal)]),
            new(MeanSquare(valence, trainingMean.Valence), MeanAbsolute(valence, trainingMean.Valence), MeanSquare(arousal, trainingMean.Arousal), MeanAbsolute(arousal, trainingMean.Arousal)));
    }

    private static double MeanSquare(double[] values, double constant) => values.Average(v => (v - constant) * (v - constant));

    private static double MeanAbsolute(double[] values, double constant) => values.Average(v => Math.Abs(v - constant));
}

/// <summary>Errors of the trivial predictor; it has no correlation.</summary>
/// <param name="ValenceSquaredError">Mean squared error of valence.</param>
/// <param name="ValenceAbsoluteError">Mean absolute error of valence.</param>
/// <param name="ArousalSquaredError">Mean squared error of arousal.</param>
/// <param name="ArousalAbsoluteError">Mean absolute error of arousal.</param>
public sealed record TrivialMetrics(double ValenceSquaredError, double ValenceAbsoluteError, double ArousalSquaredError, double ArousalAbsoluteError);
