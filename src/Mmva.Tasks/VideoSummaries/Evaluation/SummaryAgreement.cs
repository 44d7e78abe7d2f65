namespace Mmva.Tasks.Evaluation;

/// <summary>How well scores of a video's frames, or a method over many videos, agree with people.</summary>
/// <param name="MeanF">The F-score of the summary, mean over the users: what TVSum reports. From 0 to 1.</param>
/// <param name="MaxF">The F-score with the user that it fits best: what SumMe reports. From 0 to 1.</param>
/// <param name="Kendall">Kendall's τ-b of the scores, mean over the users, from −1 to 1; 0 for constant scores, which order nothing.</param>
/// <param name="Spearman">Spearman's ρ of the scores, mean over the users, from −1 to 1; 0 for constant scores.</param>
public readonly record struct SummaryAgreement(double MeanF, double MaxF, double Kendall, double Spearman)
{
    /// <summary>The mean of several agreements, number by number.</summary>
    /// <param name="agreements">One or more.</param>
    public static SummaryAgreement Mean(IReadOnlyCollection<SummaryAgreement> agreements) =>
        new(agreements.Average(a => a.MeanF), agreements.Average(a => a.MaxF), agreements.Average(a => a.Kendall), agreements.Average(a => a.Spearman));
}
