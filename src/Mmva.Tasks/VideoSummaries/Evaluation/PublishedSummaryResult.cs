namespace Mmva.Tasks.Evaluation;

/// <summary>A result that others published for a data set of annotated videos; nothing here was measured by Mmva.</summary>
/// <param name="System">The name of the system.</param>
/// <param name="F">The F-score, from 0 to 1, or <see langword="null"/> if no source was at hand.</param>
/// <param name="Kendall">Kendall's τ, or <see langword="null"/> if none was published.</param>
/// <param name="Spearman">Spearman's ρ, or <see langword="null"/> if none was published.</param>
/// <param name="Source">Where the figures are from.</param>
/// <remarks>
/// Not comparable digit by digit with measured rows: these figures use the shots of a file of change points, most of them mean over five splits, and
/// the shots decide the F-score more than the scores do (Otani et al., arXiv 1903.11328). The figures of DR-DSN, CSNet, AC-SUM-GAN and Otani et
/// al. were taken from the survey github.com/oguzhankir/awesome-video-summarization, that of CA-SUM from Papers with Code, not from the papers
/// themselves.
/// </remarks>
public sealed record PublishedSummaryResult(string System, double? F, double? Kendall, double? Spearman, string Source)
{
    private const string
        Otani = "rank correlations: Otani et al., CVPR 2019 (arXiv 1903.11328)",
        DrDsn = "Zhou et al., AAAI 2018 (arXiv 1801.00054)",
        CsNet = "Jung et al., AAAI 2019 (arXiv 1811.09791)",
        AcSumGan = "Apostolidis et al., IEEE TCSVT 2021 (doi 10.1109/TCSVT.2020.3037883)",
        CaSum = "Apostolidis et al., ICMR 2022 (doi 10.1145/3512527.3531404)",
        Mmva = "Table 4 of arXiv 2501.01094";

    /// <summary>Results on TVSum: the F-score is the mean over the users.</summary>
    /// <remarks>The F-score of CA-SUM is missing: no source of it was at hand.</remarks>
    public static IReadOnlyList<PublishedSummaryResult> TvSum { get; } =
    [
        new("random", 0.544, null, null, Mmva),
        new("human", null, 0.177, 0.204, Otani),
        new("DR-DSN", 0.576, 0.020, 0.026, $"{DrDsn}; {Otani}"),
        new("CSNet", 0.588, null, null, CsNet),
        new("AC-SUM-GAN", 0.606, null, null, AcSumGan),
        new("MMVA", 0.582, null, null, Mmva),
    ];

    /// <summary>Results on SumMe: the F-score is that of the user who fits best. The paper has no results on SumMe.</summary>
    public static IReadOnlyList<PublishedSummaryResult> SumMe { get; } =
    [
        new("DR-DSN", 0.414, null, null, DrDsn),
        new("CSNet", 0.513, null, null, CsNet),
        new("AC-SUM-GAN", 0.508, null, null, AcSumGan),
        new("CA-SUM", 0.511, null, null, CaSum),
    ];
}
