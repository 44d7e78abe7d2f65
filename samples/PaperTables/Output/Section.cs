namespace PaperTables;

/// <summary>A part of a table as it is shown: one line per system, one column per metric.</summary>
/// <param name="Lines">The label of each line, and its rows by metric, null where there is none.</param>
internal sealed record Section(string Title, IReadOnlyList<string> Metrics, IReadOnlyList<(string Label, IReadOnlyList<TableRow?> Cells)> Lines)
{
    private const string SingleSets = "MMVA on single data sets";

    /// <summary>The sections of a table: each task on all data, then, if there are several data sets, MMVA on each.</summary>
    public static IReadOnlyList<Section> Of(PaperTable table)
    {
        var sections = new List<Section>();
        foreach (var task in table.Rows.Where(r => IsTogether(table, r)).GroupBy(r => (r.Set, r.Modality, r.Task)))
            sections.Add(new(TitleOf(table, task.Key), MetricsOf(task), LinesOf(task, Label)));
        var sets = table.Rows.Where(r => !IsTogether(table, r) && r.System is (SystemTrainer.Mmva or Trivial.Constant)).ToList();
        if (sets.Count > 0) sections.Add(new(SingleSets, MetricsOf(sets), LinesOf(sets, SetLabel)));
        return sections;
    }

    /// <summary>Whether the lines are of several tasks, which one plot cannot show.</summary>
    public bool IsOfSingleSets => Title == SingleSets;

    public static string Label(TableRow row) => row.Source is null ? row.System : $"{row.System}, as published";

    // the data sets of Table 4 are not parts of one another
    private static bool IsTogether(PaperTable table, TableRow row) => row.Set == HeldOut.All || table.Number is 4 or 5;

    private static string SetLabel(TableRow row) => $"{row.Set}, {row.Task}{(row.System == Trivial.Constant ? ": constant" : "")}";

    private static string TitleOf(PaperTable table, (string Set, string Modality, string Task) key)
    {
        var what = key.Modality is HeldOut.Pairs ? Capital(key.Task) : $"{Capital(key.Modality)} {key.Task}";
        return key.Set == HeldOut.All ? what : $"{what}, {key.Set}";
    }

    private static List<string> MetricsOf(IEnumerable<TableRow> rows) => [.. rows.Select(r => r.Metric).Distinct()];

    private static List<(string, IReadOnlyList<TableRow?>)> LinesOf(IEnumerable<TableRow> rows, Func<TableRow, string> label)
    {
        var all = rows.ToList();
        var metrics = MetricsOf(all);
        return [.. all.GroupBy(label).Select(line => (
            line.Key, (IReadOnlyList<TableRow?>)[.. metrics.Select(metric => line.FirstOrDefault(r => r.Metric == metric))]))];
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
