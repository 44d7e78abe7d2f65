namespace Mmva.Evaluation;

/// <summary>The agreement of predictions with ratings. Correlations of a constant are NaN.</summary>
/// <param name="MeanSquaredError">Mean of squared differences; 0 is perfect.</param>
/// <param name="MeanAbsoluteError">Mean of absolute differences; 0 is perfect.</param>
/// <param name="RSquared">
/// 1 − squared error / squared error of predicting the mean of these ratings; 1 is perfect, 0 is as good as that mean.
/// </param>
/// <param name="Pearson">Linear correlation, from −1 to 1.</param>
/// <param name="Spearman">Linear correlation of the ranks; ties share their mean rank.</param>
/// <param name="KendallB">Kendall's τ-b: concordant minus discordant pairs, corrected for ties.</param>
/// <param name="Concordance">Lin's concordance correlation coefficient: Pearson's r, reduced by differences in scale and offset.</param>
public sealed record RegressionMetrics(
    double MeanSquaredError, double MeanAbsoluteError, double RSquared, double Pearson, double Spearman, double KendallB, double Concordance)
{
    /// <summary>Computes all metrics, in double precision.</summary>
    /// <param name="target">The ratings.</param>
    /// <param name="predicted">The predictions, in the same order.</param>
    /// <exception cref="ArgumentException">The lengths differ, fewer than two values are given, or a value is not finite.</exception>
    public static RegressionMetrics Compute(ReadOnlySpan<double> target, ReadOnlySpan<double> predicted)
    {
        if (target.Length != predicted.Length || target.Length < 2)
            throw new ArgumentException(
                $"There are {target.Length} ratings and {predicted.Length} predictions; an equal number of at least two is needed.");
        for (var i = 0; i < target.Length; i++)
            if (!double.IsFinite(target[i]) || !double.IsFinite(predicted[i]))
                throw new ArgumentException($"Pair {i} ({target[i]}, {predicted[i]}) is not finite.");

        double squared = 0, absolute = 0;
        for (var i = 0; i < target.Length; i++)
        {
            var difference = predicted[i] - target[i];
            squared += difference * difference;
            absolute += Math.Abs(difference);
        }
        var moments = Moments.Of(target, predicted);
        var (targetRanks, predictedRanks) = (new RankedValues(target), new RankedValues(predicted));
        var shift = moments.MeanX - moments.MeanY;
        return new(
            squared / target.Length,
            absolute / target.Length,
            1 - squared / moments.SquaresX,
            moments.Correlation,
            targetRanks.Spearman(predictedRanks),
            targetRanks.KendallB(predictedRanks),
            2 * moments.Products / (moments.SquaresX + moments.SquaresY + target.Length * shift * shift));
    }

    /// <summary>Means and centered sums of squares and products.</summary>
    private readonly record struct Moments(double MeanX, double MeanY, double SquaresX, double SquaresY, double Products)
    {
        public double Correlation => Math.Clamp(Products / Math.Sqrt(SquaresX * SquaresY), -1, 1);

        public static Moments Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            double meanX = 0, meanY = 0, xx = 0, yy = 0, xy = 0;
            for (var i = 0; i < x.Length; i++) (meanX, meanY) = (meanX + x[i], meanY + y[i]);
            (meanX, meanY) = (meanX / x.Length, meanY / x.Length);
            for (var i = 0; i < x.Length; i++)
            {
                double a = x[i] - meanX, b = y[i] - meanY;
                xx += a * a;
                yy += b * b;
                xy += a * b;
            }
            return new(meanX, meanY, xx, yy, xy);
        }
    }
}
