namespace PaperTables;

/// <summary>The comparisons of a table in one metric: a line per system, a column per task.</summary>
internal sealed record ComparisonMatrix(
    string Metric, IReadOnlyList<string> Columns, IReadOnlyList<(string System, IReadOnlyList<Comparison?> Cells)> Lines)
{
    public static IReadOnlyList<ComparisonMatrix> Of(IEnumerable<Comparison> comparisons) =>
    [
        .. comparisons.GroupBy(c => c.Mmva.Metric).Select(metric =>
        {
            string[] columns = [.. metric.Select(c => Column(c.Mmva)).Distinct()];
            return new ComparisonMatrix(
                metric.Key, columns,
                [.. metric.GroupBy(c => c.Other.System).Select(line => (
                    line.Key, (IReadOnlyList<Comparison?>)[.. columns.Select(column => line.FirstOrDefault(c => Column(c.Mmva) == column))]))]);
        }),
    ];

    /// <summary>The verdict on a difference, and the difference.</summary>
    public static string Text(Comparison? comparison)
    {
        if (comparison is null) return "";
        var value = comparison.Difference.Value;
        var signed = (value < 0 ? "−" : "+") + Metrics.Format(comparison.Mmva.Metric, Math.Abs(value));
        var verdict = !comparison.IsSignificant ? "n. s." : comparison.IsBetter ? "**better**" : "**worse**";
        return $"{verdict} ({signed})";
    }

    private static string Column(TableRow row) => row.Modality == HeldOut.Pairs ? row.Task : $"{row.Modality} {row.Task}";
}
