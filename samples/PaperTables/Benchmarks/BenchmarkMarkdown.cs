using System.Globalization;
using System.Text;

namespace PaperTables;

/// <summary>A benchmark in Markdown, with a row to paste next to the figures of others.</summary>
internal static class BenchmarkMarkdown
{
    private static readonly string[] Tasks = [HeldOut.Valence, HeldOut.Arousal];

    public static string Format(BenchmarkReport report)
    {
        var text = new StringBuilder($"# {report.Benchmark.Title}: valence and arousal\n\n");
        foreach (var (name, value) in report.Facts) text.Append($"- {name}: {value}\n");
        foreach (var protocol in report.Protocols) AppendProtocol(text, report, protocol);
        AppendComparison(text, report);
        return text.ToString();
    }

    private static void AppendProtocol(StringBuilder text, BenchmarkReport report, string protocol)
    {
        var published = report.Benchmark.Protocols.FirstOrDefault(p => p.Name == protocol);
        var first = report.Rows.First(row => row.Set == protocol);
        text.Append($"\n## {protocol}\n\n{published?.Description ?? Unseen(report)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{first.Items} predictions, {first.Groups} groups.\n\n");
        Line(text, ["", .. BenchmarkReport.Metrics.SelectMany(m => Tasks.Select(task => $"{Metrics.Heading(m.Name)}, {task}"))]);
        Line(text, Enumerable.Repeat("---", 1 + Tasks.Length * BenchmarkReport.Metrics.Count));
        foreach (var (system, _) in HeldOutPrediction.Systems)
            Line(text,
            [
                system == BenchmarkRun.Head ? $"**{system}**" : system,
                .. BenchmarkReport.Metrics.SelectMany(m => Tasks.Select(task => Cell(report.Row(protocol, system, task, m.Name)))),
            ]);
        // a mean hides a seed whose training stopped on its first plateau
        var seeds = Tasks.Select(task => report.Row(protocol, BenchmarkRun.Head, task, Metrics.RSquared).Seeds).ToArray();
        text.Append("\nR² of the MMVA head by seed (valence, arousal): ");
        text.Append($"{string.Join("; ", seeds[0].Zip(seeds[1], (valence, arousal) => $"{Figure(valence)}, {Figure(arousal)}"))}.\n");
        foreach (var task in Tasks)
        {
            if (report.Gain(protocol, task) is not { } gain) continue;
            text.Append($"\nMMVA head minus ridge regression, R² of {task}: ");
            text.Append($"{Figure(gain.Value)} [{Figure(gain.Lower)}, {Figure(gain.Upper)}]");
            text.Append(gain.Lower <= 0 && gain.Upper >= 0 ? ", no difference shown.\n" : ".\n");
        }
    }

    private static string Unseen(BenchmarkReport report) =>
        $"The same predictions, of those {report.Benchmark.What} alone whose group (document, song) is not in the training part: the split "
        + "cuts through groups.";

    private static void AppendComparison(StringBuilder text, BenchmarkReport report)
    {
        if (report.Published.Count == 0) return;
        var metric = report.Published[0].Metric;
        text.Append("\n## Next to the figures of others\n\n"
            + "Their splits, inputs and training differ, as far as these are known: a difference between rows is not a difference between "
            + "models.\n\n");
        Line(text, ["", $"{Metrics.Heading(metric)}, valence", $"{Metrics.Heading(metric)}, arousal", "split", "source"]);
        Line(text, Enumerable.Repeat("---", 5));
        foreach (var figure in report.Published)
            Line(text, [figure.System, Figure(figure.Valence), Figure(figure.Arousal), figure.Protocol, figure.Source]);
        foreach (var protocol in report.Benchmark.Protocols)
            Line(text,
            [
                $"**Mmva: MMVA head on {report.Encoder}**",
                .. Tasks.Select(task => Figure(report.Row(protocol.Name, BenchmarkRun.Head, task, metric).Value)),
                protocol.Name, "this command",
            ]);
    }

    // three digits, as others report
    private static string Cell(TableRow row) => double.IsFinite(row.Value) && double.IsFinite(row.Lower)
        ? $"{Figure(row.Value)} [{Figure(row.Lower)}, {Figure(row.Upper)}]" : Figure(row.Value);

    private static string Figure(double? value) => value is { } v && double.IsFinite(v)
        ? (v < -0.0005 ? "−" : "") + Math.Abs(v).ToString("F3", CultureInfo.InvariantCulture) : "–";

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append($"| {string.Join(" | ", cells)} |\n");
}
