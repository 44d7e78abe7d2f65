using System.Text;

namespace PaperTables;

/// <summary>The report in Markdown.</summary>
internal static class MarkdownFile
{
    public static string Format(PaperReport report)
    {
        var text = new StringBuilder("# The paper's tables for these data\n\n");
        foreach (var (name, value) in report.Facts) text.Append($"- {name}: {value}\n");
        foreach (var table in report.Tables)
        {
            text.Append($"\n## Table {table.Number}: {table.Title}\n");
            foreach (var note in table.Notes) text.Append($"\n{note}\n");
            foreach (var section in Section.Of(table)) Append(text, section);
            var comparisons = report.Comparisons.Where(c => c.Table == table.Number).ToList();
            if (comparisons.Count > 0) Append(text, comparisons);
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, Section section)
    {
        text.Append($"\n### {section.Title}\n\n");
        Line(["", .. section.Metrics.Select(Metrics.Heading)]);
        Line([.. Enumerable.Repeat("---", section.Metrics.Count + 1)]);
        foreach (var (label, cells) in section.Lines)
            Line([label == SystemTrainer.Mmva ? $"**{label}**" : Cell(label), .. cells.Select(c => c is null ? "–" : Metrics.Format(c))]);
        foreach (var (label, source) in Sources(section)) text.Append($"\nAs published: {label}: {source}.\n");

        void Line(IEnumerable<string> cells) => text.Append($"| {string.Join(" | ", cells)} |\n");
    }

    private static void Append(StringBuilder text, IReadOnlyList<Comparison> comparisons)
    {
        text.Append($"\n### What is significant\n\n{Sentences.Significance(comparisons)}\n");
        foreach (var matrix in ComparisonMatrix.Of(comparisons))
        {
            text.Append($"\nMMVA against, {Metrics.Heading(matrix.Metric)}:\n\n| | {string.Join(" | ", matrix.Columns)} |\n");
            text.Append($"|{string.Concat(Enumerable.Repeat("---|", matrix.Columns.Count + 1))}\n");
            foreach (var (system, cells) in matrix.Lines)
                text.Append($"| {Cell(system)} | {string.Join(" | ", cells.Select(ComparisonMatrix.Text))} |\n");
        }
    }

    public static IEnumerable<(string Label, string Source)> Sources(Section section) =>
        from line in section.Lines
        let row = line.Cells.FirstOrDefault(c => c?.Source is not null)
        where row is not null
        group row.System by row.Source into source
        select (string.Join("; ", source), source.Key);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
