using System.Net;
using System.Text;

namespace PaperTables;

/// <summary>The report as a self-contained page: the tables, plots of their intervals, and what is significant.</summary>
internal static class HtmlFile
{
    public static string Format(PaperReport report)
    {
        using var template = new StreamReader(typeof(HtmlFile).Assembly.GetManifestResourceStream("page.html")!);
        var facts = string.Concat(report.Facts.Select(f => $"<dt>{Encode(f.Name)}</dt><dd>{Encode(f.Value)}</dd>"));
        var links = string.Concat(report.Tables.Select(t => $"<a href=\"#table{t.Number}\">Table {t.Number}: {Encode(t.Title)}</a>"));
        return new StringBuilder(template.ReadToEnd())
            .Replace("{{FACTS}}", facts).Replace("{{LINKS}}", links)
            .Replace("{{TABLES}}", string.Concat(report.Tables.Select(t => Table(report, t)))).ToString();
    }

    private static string Table(PaperReport report, PaperTable table)
    {
        var text = new StringBuilder($"<section id=\"table{table.Number}\"><h2>Table {table.Number}: {Encode(table.Title)}</h2>");
        foreach (var note in table.Notes) text.Append($"<p class=\"note\">{Encode(note)}</p>");
        foreach (var section in Section.Of(table)) Append(text, section);
        var comparisons = report.Comparisons.Where(c => c.Table == table.Number).ToList();
        if (comparisons.Count > 0) Append(text, comparisons);
        return text.Append("</section>").ToString();
    }

    private static void Append(StringBuilder text, Section section)
    {
        text.Append($"<h3>{Encode(section.Title)}</h3><div class=\"part\"><div class=\"scroll\"><table><thead><tr><th></th>");
        foreach (var metric in section.Metrics) text.Append($"<th>{Encode(Metrics.Heading(metric))}</th>");
        text.Append("</tr></thead><tbody>");
        foreach (var (label, cells) in section.Lines)
        {
            text.Append($"<tr{(label == SystemTrainer.Mmva ? " class=\"mmva\"" : "")}><th>{Encode(label)}</th>");
            foreach (var cell in cells) text.Append($"<td>{(cell is null ? "–" : Cell(cell))}</td>");
            text.Append("</tr>");
        }
        text.Append("</tbody></table></div>");
        if (!section.IsOfSingleSets)
            text.Append($"<figure>{IntervalPlot.Draw(section, section.Metrics.Contains("R@10") ? "R@10" : section.Metrics[0])}</figure>");
        text.Append("</div>");
        foreach (var (label, source) in MarkdownFile.Sources(section))
            text.Append($"<p class=\"source\">{Encode($"As published: {label}: {source}.")}</p>");
    }

    private static void Append(StringBuilder text, IReadOnlyList<Comparison> comparisons)
    {
        text.Append($"<h3>What is significant</h3><p class=\"note\">{Encode(Sentences.Significance(comparisons))}</p>");
        foreach (var matrix in ComparisonMatrix.Of(comparisons))
        {
            text.Append($"<div class=\"scroll\"><table><caption>MMVA against, {Encode(Metrics.Heading(matrix.Metric))}</caption>");
            text.Append("<thead><tr><th></th>");
            foreach (var column in matrix.Columns) text.Append($"<th>{Encode(column)}</th>");
            text.Append("</tr></thead><tbody>");
            foreach (var (system, cells) in matrix.Lines)
            {
                text.Append($"<tr><th>{Encode(system)}</th>");
                foreach (var cell in cells)
                    text.Append($"<td class=\"{Style(cell)}\">{Encode(ComparisonMatrix.Text(cell).Replace("*", "", StringComparison.Ordinal))}</td>");
                text.Append("</tr>");
            }
            text.Append("</tbody></table></div>");
        }
    }

    private static string Cell(TableRow row)
    {
        var value = Encode(Metrics.Format(row.Metric, row.Value));
        return double.IsFinite(row.Lower) && double.IsFinite(row.Value)
            ? $"{value} <small>{Metrics.Format(row.Metric, row.Lower)} to {Metrics.Format(row.Metric, row.Upper)}</small>" : value;
    }

    private static string Style(Comparison? comparison) =>
        comparison is null || !comparison.IsSignificant ? "same" : comparison.IsBetter ? "better" : "worse";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
