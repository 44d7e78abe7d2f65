namespace Mmva.Tasks.Evaluation;

/// <summary>A result of text-to-music retrieval that others published; nothing here was measured by Mmva.</summary>
/// <param name="System">The name of the system, with the texts that it was trained on where several were published.</param>
/// <param name="RecallAt1">The share of queries whose item comes first, from 0 to 1.</param>
/// <param name="RecallAt5">The share whose item is among the first five.</param>
/// <param name="RecallAt10">The share whose item is among the first ten.</param>
/// <param name="ReciprocalRankAt10">mAP10, from 0 to 1.</param>
/// <param name="MedianRank">The median rank, counted from 1, or <see langword="null"/> if none was published.</param>
/// <param name="Source">Where the figures are from.</param>
/// <remarks>
/// Not comparable digit by digit with each other or with measured rows, as the paper itself warns: the systems of Doh et al. were tested on 1,000
/// tracks of MSD-ECALS with lists of tags as texts, MMVA on 1,000 clips with captions, of which others of the same songs were in its training set.
/// </remarks>
public sealed record PublishedRetrievalResult(
    string System, double RecallAt1, double RecallAt5, double RecallAt10, double ReciprocalRankAt10, double? MedianRank, string Source)
{
    private const string
        Doh = "Doh et al., ICASSP 2023 (arXiv 2211.14558), README of seungheondoh/music-text-representation",
        Paper = "Table 2 of arXiv 2501.01094";

    /// <summary>The results that Table 2 of the paper compares.</summary>
    /// <remarks>Doh et al. count ranks from 0, so that their median ranks are one less. The paper has no median rank.</remarks>
    public static IReadOnlyList<PublishedRetrievalResult> All { get; } =
    [
        new("Class-bin", 0.040, 0.138, 0.201, 0.083, 87, Doh),
        new("Triplet-GloVe, tags", 0.028, 0.112, 0.186, 0.066, 52.5, Doh),
        new("Triplet-GloVe, captions", 0.054, 0.221, 0.350, 0.130, 18, Doh),
        new("Triplet-GloVe, stochastic", 0.064, 0.218, 0.327, 0.128, 20.5, Doh),
        new("Triplet-BERT, tags", 0.016, 0.062, 0.120, 0.039, 69, Doh),
        new("Triplet-BERT, captions", 0.067, 0.236, 0.366, 0.141, 17, Doh),
        new("Triplet-BERT, stochastic", 0.066, 0.251, 0.394, 0.146, 17, Doh),
        new("Contrastive-BERT, tags", 0.025, 0.137, 0.225, 0.074, 48, Doh),
        new("Contrastive-BERT, captions", 0.068, 0.254, 0.384, 0.153, 18, Doh),
        new("Contrastive-BERT, stochastic", 0.102, 0.298, 0.428, 0.187, 14, Doh),
        new("MMVA", 0.067, 0.186, 0.244, 0.1166, null, Paper),
    ];
}
