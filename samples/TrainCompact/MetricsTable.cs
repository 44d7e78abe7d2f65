using Mmva.Evaluation;

namespace TrainCompact;

/// <summary>Heads, ridge regression and the trivial predictor on held-out items, one row for each data set.</summary>
internal static class MetricsTable
{
    public static string Of(HeldOutScores heads, HeldOutScores ridge, Func<string, bool>? sets = null)
    {
        return Rows(
        "set | r heads (V/A) | r ridge (V/A) | R² heads (V/A) | R² ridge (V/A) | spread (V/A) | CCC heads (V/A) "
            + "| MAE heads (V/A) | MAE trivial (V/A) | MSE heads (V/A) | MSE trivial (V/A)",
        heads.Sources.Where(sets ?? (_ => true)).Select(source => (string[])
        [
            source,
            Pair(heads.Mean(source, m => m.Pearson), "F2"), Pair(ridge.Mean(source, m => m.Pearson), "F2"),
            Pair(heads.Mean(source, m => m.RSquared), "F2"), Pair(ridge.Mean(source, m => m.RSquared), "F2"),
            Pair((heads.Mean(source, r => r.Spread.Valence), heads.Mean(source, r => r.Spread.Arousal)), "F2"),
            Pair(heads.Mean(source, m => m.Concordance), "F2"), Pair(heads.Mean(source, m => m.MeanAbsoluteError), "F3"),
            Trivial(source, t => t.ValenceAbsoluteError, t => t.ArousalAbsoluteError, "F3"),
            Pair(heads.Mean(source, m => m.MeanSquaredError), "F4"),
            Trivial(source, t => t.ValenceSquaredError, t => t.ArousalSquaredError, "F4"),
        ]));

        string Trivial(string source, Func<TrivialMetrics, double> valence, Func<TrivialMetrics, double> arousal, string format) =>
            Pair((heads.Mean(source, r => valence(r.Report.Trivial)), heads.Mean(source, r => arousal(r.Report.Trivial))), format);
    }

    /// <summary>A table in Markdown.</summary>
    public static string Rows(string head, IEnumerable<string[]> rows) => string.Join('\n',
    [
        $"| {head} |", $"|{string.Concat(head.Split('|').Select(_ => "---|"))}", .. rows.Select(cells => $"| {string.Join(" | ", cells)} |"),
    ]);

    public static string Pair((double Valence, double Arousal) pair, string format) =>
        $"{pair.Valence.ToString(format)}/{pair.Arousal.ToString(format)}";

    public static string Pair(EmotionReport report, Func<RegressionMetrics, double> metric, string format) =>
        Pair((metric(report.Valence), metric(report.Arousal)), format);
}
