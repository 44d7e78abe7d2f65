using System.Globalization;
using System.Text;

namespace TrainCompact;

/// <summary>Heads, ridge regression and the trivial predictor on held-out items, one row for each data set.</summary>
internal static class MetricsTable
{
    /// <param name="heads">The heads.</param>
    /// <param name="ridge">Ridge regression on the same rows.</param>
    /// <param name="sets">The sets to show; all where left out.</param>
    public static string Of(HeldOutScores heads, HeldOutScores ridge, Func<string, bool>? sets = null)
    {
        var table = new StringBuilder("| set | r heads (V/A) | r ridge (V/A) | R² heads (V/A) | R² ridge (V/A) | spread (V/A) | CCC heads (V/A) | MAE heads (V/A) | MAE trivial (V/A) | MSE heads (V/A) | MSE trivial (V/A) |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var source in heads.Sources.Where(sets ?? (_ => true)))
        {
            string[] cells =
            [
                Pair(heads.Mean(source, m => m.Pearson), "F2"), Pair(ridge.Mean(source, m => m.Pearson), "F2"), Pair(heads.Mean(source, m => m.RSquared), "F2"), Pair(ridge.Mean(source, m => m.RSquared), "F2"),
                Pair((heads.Mean(source, r => r.Spread.Valence), heads.Mean(source, r => r.Spread.Arousal)), "F2"), Pair(heads.Mean(source, m => m.Concordance), "F2"),
                Pair(heads.Mean(source, m => m.MeanAbsoluteError), "F3"), Pair((heads.Mean(source, r => r.Report.Trivial.ValenceAbsoluteError), heads.Mean(source, r => r.Report.Trivial.ArousalAbsoluteError)), "F3"),
                Pair(heads.Mean(source, m => m.MeanSquaredError), "F4"), Pair((heads.Mean(source, r => r.Report.Trivial.ValenceSquaredError), heads.Mean(source, r => r.Report.Trivial.ArousalSquaredError)), "F4"),
            ];
            table.Append(CultureInfo.InvariantCulture, $"| {source} | {string.Join(" | ", cells)} |\n");
        }
        return table.ToString().TrimEnd();
    }

    public static string Pair((double Valence, double Arousal) pair, string format) =>
        $"{pair.Valence.ToString(format, CultureInfo.InvariantCulture)}/{pair.Arousal.ToString(format, CultureInfo.InvariantCulture)}";
}
