namespace Mmva.Tasks.Evaluation;

/// <summary>How well a system agrees with the annotators, averaged over videos.</summary>
/// <param name="System">The name of the system.</param>
/// <param name="Videos">The number of videos that it scored.</param>
/// <param name="F">
/// The F-score, from 0 to 1: with frames rated by several users (TVSum) the mean over them, with summaries by several users (SumMe) that of the
/// user who fits best.
/// </param>
/// <param name="Kendall">Kendall's τ-b, mean over the users, from −1 to 1; 0 for constant scores.</param>
/// <param name="Spearman">Spearman's ρ, mean over the users, from −1 to 1; 0 for constant scores.</param>
public sealed record SummaryTableRow(string System, int Videos, MetricEstimate F, MetricEstimate Kendall, MetricEstimate Spearman);
