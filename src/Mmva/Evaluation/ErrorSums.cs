namespace Mmva.Evaluation;

/// <summary>Sums over ratings and predictions, from which the metrics that can be resampled by groups follow.</summary>
/// <remarks>The metrics equal those of <see cref="RegressionMetrics"/>; without any weight, or where a metric is undefined, they are NaN.</remarks>
public readonly record struct ErrorSums
{
    internal double Weight { get; init; }

    internal double Target { get; init; }

    internal double Predicted { get; init; }

    internal double TargetSquares { get; init; }

    internal double PredictedSquares { get; init; }

    internal double Products { get; init; }

    internal double SquaredErrors { get; init; }

    internal double AbsoluteErrors { get; init; }

    /// <summary>Mean of squared differences.</summary>
    public double MeanSquaredError => SquaredErrors / Weight;

    /// <summary>Mean of absolute differences.</summary>
    public double MeanAbsoluteError => AbsoluteErrors / Weight;

    /// <summary>1 − squared error / squared error of predicting the mean of these ratings.</summary>
    public double RSquared => TargetSpread > Noise(TargetSquares) ? 1 - SquaredErrors / TargetSpread : double.NaN;

    /// <summary>Linear correlation, from −1 to 1.</summary>
    public double Pearson => TargetSpread > Noise(TargetSquares) && PredictedSpread > Noise(PredictedSquares)
        ? Math.Clamp(Covariance / Math.Sqrt(TargetSpread * PredictedSpread), -1, 1) : double.NaN;

    /// <summary>Lin's concordance correlation coefficient, from −1 to 1; 0 for a constant prediction.</summary>
    public double Concordance
    {
        get
        {
            var shift = (Target - Predicted) / Weight;
            var spread = Math.Max(0, TargetSpread) + Math.Max(0, PredictedSpread) + Weight * shift * shift;
            if (!(spread > Noise(TargetSquares))) return double.NaN;
            return PredictedSpread > Noise(PredictedSquares) ? 2 * Covariance / spread : 0;
        }
    }

    /// <summary>Mean of the predictions, or of plain values.</summary>
    public double Mean => Predicted / Weight;

    private double TargetSpread => TargetSquares - Target * Target / Weight;

    private double PredictedSpread => PredictedSquares - Predicted * Predicted / Weight;

    private double Covariance => Products - Target * Predicted / Weight;

    internal static ErrorSums Of(double target, double predicted) => new()
    {
        Weight = 1,
        Target = target,
        Predicted = predicted,
        TargetSquares = target * target,
        PredictedSquares = predicted * predicted,
        Products = target * predicted,
        SquaredErrors = (predicted - target) * (predicted - target),
        AbsoluteErrors = Math.Abs(predicted - target),
    };

    internal ErrorSums Plus(in ErrorSums other, double weight) => new()
    {
        Weight = Weight + weight * other.Weight,
        Target = Target + weight * other.Target,
        Predicted = Predicted + weight * other.Predicted,
        TargetSquares = TargetSquares + weight * other.TargetSquares,
        PredictedSquares = PredictedSquares + weight * other.PredictedSquares,
        Products = Products + weight * other.Products,
        SquaredErrors = SquaredErrors + weight * other.SquaredErrors,
        AbsoluteErrors = AbsoluteErrors + weight * other.AbsoluteErrors,
    };

    // below this, a spread is the rounding of equal values
    private static double Noise(double squares) => 1e-12 * squares;
}
