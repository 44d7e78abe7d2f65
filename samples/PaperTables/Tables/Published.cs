namespace PaperTables;

/// <summary>Figures of papers, to be shown next to measured ones. They are of other data, other splits and other inputs.</summary>
internal static class Published
{
    private const string Mmva = "Table 2 of arXiv 2501.01094", Doh = "arXiv 2211.14558, on 1,000 tracks of MSD-ECALS";

    /// <summary>Text-to-music retrieval.</summary>
    public static IEnumerable<TableRow> Retrieval() =>
    [
        .. Ranks("MMVA", Mmva, 0.067, 0.186, 0.244, 0.1166), .. Ranks("Contrastive-BERT, stochastic", Doh, 0.102, 0.298, 0.428, 0.1874),
    ];

    private static IEnumerable<TableRow> Ranks(string system, string source, double at1, double at5, double at10, double reciprocal) =>
        from metric in new[] { ("R@1", at1), ("R@5", at5), ("R@10", at10), ("mAP10", reciprocal) }
        select new TableRow(system, HeldOut.All, HeldOut.Pairs, HeldOut.Retrieval, metric.Item1, metric.Item2) { Source = source };
}
