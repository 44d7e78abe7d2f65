namespace Mmva.Tasks.Evaluation;

/// <summary>A metric with its interval.</summary>
/// <param name="Value">The metric over all cases.</param>
/// <param name="Low">The lower end of the interval, in which 95 % of bootstrap samples of the cases lie (percentile method).</param>
/// <param name="High">The upper end of the interval.</param>
public readonly record struct MetricEstimate(double Value, double Low, double High);
