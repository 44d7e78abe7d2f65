namespace Mmva.Tasks.Evaluation;

/// <summary>How well scores of a video's frames, or a method over many videos, agree with human annotators.</summary>
/// <param name="MeanF">The F-score of the summary, averaged over the users, as reported for TVSum. From 0 to 1.</param>
/// <param name="MaxF">The F-score with the best-matching user, as reported for SumMe. From 0 to 1.</param>
/// <param name="Kendall">
/// Kendall's τ-b of the scores, mean over the users, from −1 to 1; 0 for constant scores, which do not rank anything.
/// </param>
/// <param name="Spearman">Spearman's ρ of the scores, mean over the users, from −1 to 1; 0 for constant scores.</param>
public readonly record struct SummaryAgreement(double MeanF, double MaxF, double Kendall, double Spearman)
{
    /// <summary>Averages several agreements, metric by metric.</summary>
    /// <param name="agreements">One or more agreements.</param>
    /// <returns>The mean.</returns>
    public static SummaryAgreement Mean(IReadOnlyCollection<SummaryAgreement> agreements) => new(
        agreements.Average(a => a.MeanF), agreements.Average(a => a.MaxF), agreements.Average(a => a.Kendall), agreements.Average(a => a.Spearman));
}
