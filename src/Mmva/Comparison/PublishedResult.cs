namespace Mmva.Evaluation;

/// <summary>A figure that a paper reports.</summary>
/// <param name="System">The system, for example <c>CDCML</c>.</param>
/// <param name="Task">What is predicted, for example <c>image valence</c>, <c>similarity</c> or <c>correspondence</c>.</param>
/// <param name="Metric"><c>MSE</c>, <c>MAE</c> or <c>accuracy</c> (from 0 to 1).</param>
/// <param name="Value">The value.</param>
/// <param name="Data">The data set on which the paper measured it, in its own split.</param>
/// <param name="Source">Where the value is published.</param>
public sealed record PublishedResult(string System, string Task, string Metric, double Value, string Data, string Source);
