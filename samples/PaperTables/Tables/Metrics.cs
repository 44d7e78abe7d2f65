using Mmva.Evaluation;

namespace PaperTables;

/// <summary>The metrics of predictions.</summary>
internal static class Metrics
{
    public const string Squared = "MSE", Absolute = "MAE", RSquared = "R2", Pearson = "r", Concordance = "CCC";

    /// <summary>By their names in the order of the tables.</summary>
    public static IReadOnlyList<(string Name, Func<ErrorSums, double> Of)> All { get; } =
    [
        (Squared, s => s.MeanSquaredError), (Absolute, s => s.MeanAbsoluteError), (RSquared, s => s.RSquared), (Pearson, s => s.Pearson),
        (Concordance, s => s.Concordance),
    ];

    /// <summary>Whether less is better.</summary>
    public static bool IsError(string metric) => metric is Squared or Absolute;

    /// <summary>The heading of a metric.</summary>
    public static string Heading(string metric) => metric switch
    {
        RSquared => "R²",
        "tau" => "Kendall's τ",
        "rho" => "Spearman's ρ",
        "F" => "F (%)",
        "R@1" or "R@5" or "R@10" or "mAP10" => metric + " (%)",
        _ => metric,
    };

    /// <summary>A value with as many digits as it deserves; – if it is undefined.</summary>
    public static string Format(string metric, double value)
    {
        if (!double.IsFinite(value)) return "–";
        var text = Digits(metric, Math.Abs(value));
        return value < 0 && text.AsSpan().IndexOfAnyInRange('1', '9') >= 0 ? "−" + text : text; // no minus before zeros
    }

    /// <summary>A value with its interval.</summary>
    public static string Format(TableRow row) => double.IsFinite(row.Lower) && double.IsFinite(row.Value)
        ? $"{Format(row.Metric, row.Value)} [{Format(row.Metric, row.Lower)}, {Format(row.Metric, row.Upper)}]"
        : Format(row.Metric, row.Value);

    private static string Digits(string metric, double value) => metric switch
    {
        Squared => $"{value:F4}",
        Absolute or "tau" or "rho" => $"{value:F3}",
        "F" or "R@1" or "R@5" or "R@10" or "mAP10" => $"{100 * value:F1}",
        _ => $"{value:F2}",
    };
}
