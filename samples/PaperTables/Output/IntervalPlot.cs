using System.Globalization;
using System.Net;
using System.Text;

namespace PaperTables;

/// <summary>Values with their intervals as a plot: one line per system, measured ones as points with a bar, others as rings.</summary>
internal static class IntervalPlot
{
    private const int Width = 640, Left = 250, Right = 24, Row = 24, Top = 12, Axis = 34, Ticks = 5;

    public static string Draw(Section section, string metric)
    {
        var rows = section.Lines.Select(l => (l.Label, Row: l.Cells.FirstOrDefault(c => c?.Metric == metric)))
            .Where(l => l.Row is not null && double.IsFinite(l.Row.Value)).Select(l => (l.Label, Row: l.Row!)).ToList();
        if (rows.Count < 2) return "";
        var (low, high) = Ends([.. rows.SelectMany(l => new[] { l.Row.Value, l.Row.Lower, l.Row.Upper }).Where(double.IsFinite)]);
        var height = Top + rows.Count * Row + Axis;
        var name = Encode($"{section.Title}, {metric}");
        var svg = new StringBuilder(Text($"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{name}\">"));
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var value = low + (high - low) * tick / Ticks;
            svg.Append(Text($"<line class=\"grid\" x1=\"{X(value):F1}\" y1=\"{Top}\" x2=\"{X(value):F1}\" y2=\"{height - Axis}\"/>"));
            svg.Append(Text($"<text class=\"tick\" x=\"{X(value):F1}\" y=\"{height - Axis + 16}\">{Metrics.Format(metric, value)}</text>"));
        }
        svg.Append(Text($"<text class=\"tick\" x=\"{(Left + Width - Right) / 2}\" y=\"{height - 3}\">{Encode(Metrics.Heading(metric))}</text>"));
        foreach (var (i, (label, row)) in rows.Index())
        {
            var y = Top + (i + 0.5) * Row;
            var style = row.System == SystemTrainer.Mmva && row.Source is null ? "mmva" : row.Estimate is null ? "published" : "other";
            svg.Append(Text($"<g class=\"{style}\"><title>{Encode($"{label}: {Metrics.Format(row)}")}</title>"));
            svg.Append(Text($"<text class=\"label\" x=\"{Left - 10}\" y=\"{y + 4:F1}\">{Encode(Short(label))}</text>"));
            if (double.IsFinite(row.Lower))
                svg.Append(Text($"<line x1=\"{X(row.Lower):F1}\" y1=\"{y:F1}\" x2=\"{X(row.Upper):F1}\" y2=\"{y:F1}\"/>"));
            svg.Append(Text($"<circle cx=\"{X(row.Value):F1}\" cy=\"{y:F1}\" r=\"4.5\"/></g>"));
        }
        return svg.Append("</svg>").ToString();

        double X(double value) => Left + (value - low) / (high - low) * (Width - Left - Right);
    }

    private static (double Low, double High) Ends(double[] values)
    {
        var (low, high) = (values.Min(), values.Max());
        var margin = high > low ? 0.05 * (high - low) : Math.Max(1e-3, 0.1 * Math.Abs(high));
        return (low >= 0 && low - margin < 0 ? 0 : low - margin, high + margin);
    }

    private static string Short(string label) => label.Length <= 36 ? label : label[..35] + "…";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
