namespace PaperTables;

/// <summary>All tables, the comparisons, and how they were made: what Markdown, page and JSON are written from.</summary>
internal sealed record PaperReport(
    IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<PaperTable> Tables, IReadOnlyList<Comparison> Comparisons);

/// <summary>One table of the paper.</summary>
/// <param name="Number">Its number in the paper.</param>
/// <param name="Notes">What a reader must know, one paragraph each.</param>
internal sealed record PaperTable(int Number, string Title, IReadOnlyList<TableRow> Rows, IReadOnlyList<string> Notes);
