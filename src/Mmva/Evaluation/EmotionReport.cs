namespace Mmva.Evaluation;

/// <summary>Metrics of valence and arousal, compared with those of a constant prediction.</summary>
/// <param name="Count">The number of items.</param>
/// <param name="Valence">Metrics of valence.</param>
/// <param name="Arousal">Metrics of arousal.</param>
/// <param name="Trivial">The errors of the trivial predictor, which predicts the training mean for every item.</param>
public sealed record EmotionReport(int Count, RegressionMetrics Valence, RegressionMetrics Arousal, TrivialMetrics Trivial)
{
    /// <summary>Computes the metrics of predictions.</summary>
    /// <param name="target">The ratings.</param>
    /// <param name="predicted">The predictions, in the same order.</param>
    /// <param name="trainingMean">The mean rating of the training items: the prediction of the trivial predictor.</param>
    /// <exception cref="ArgumentException">The lengths differ, or fewer than two items are given.</exception>
    public static EmotionReport Compute(IReadOnlyList<ValenceArousal> target, IReadOnlyList<ValenceArousal> predicted, ValenceArousal trainingMean)
    {
        double[] valence = [.. target.Select(t => (double)t.Valence)], arousal = [.. target.Select(t => (double)t.Arousal)];
        return new(
            target.Count,
            RegressionMetrics.Compute(valence, [.. predicted.Select(p => (double)p.Valence)]),
            RegressionMetrics.Compute(arousal, [.. predicted.Select(p => (double)p.Arousal)]),
            new(
                MeanSquare(valence, trainingMean.Valence),
                MeanAbsolute(valence, trainingMean.Valence),
                MeanSquare(arousal, trainingMean.Arousal),
                MeanAbsolute(arousal, trainingMean.Arousal)));
    }

    private static double MeanSquare(double[] values, double constant) => values.Average(v => (v - constant) * (v - constant));

    private static double MeanAbsolute(double[] values, double constant) => values.Average(v => Math.Abs(v - constant));
}

/// <summary>The errors of the trivial predictor, whose correlations are undefined.</summary>
/// <param name="ValenceSquaredError">Mean squared error of valence.</param>
/// <param name="ValenceAbsoluteError">Mean absolute error of valence.</param>
/// <param name="ArousalSquaredError">Mean squared error of arousal.</param>
/// <param name="ArousalAbsoluteError">Mean absolute error of arousal.</param>
public sealed record TrivialMetrics(
    double ValenceSquaredError, double ValenceAbsoluteError, double ArousalSquaredError, double ArousalAbsoluteError);
