using Mmva.Data;
using Mmva.Evaluation;
using Mmva.Tasks.Evaluation;

namespace PaperTables;

/// <summary>Figures of papers as rows, to be shown next to measured ones. They are of other data, other splits and other inputs.</summary>
internal static class Published
{
    /// <summary>Tables 1 and 3: errors of systems.</summary>
    public static IEnumerable<TableRow> Predictions(Func<string, bool> isIncluded) =>
        from result in PublishedResults.All
        where isIncluded(result.System) && result.Metric is Metrics.Squared or Metrics.Absolute
        let task = result.Task.Split(' ')
        select new TableRow(
            result.System, HeldOut.All, task.Length == 2 ? task[0] : HeldOut.Pairs, task[^1], result.Metric, result.Value)
        {
            Source = $"{result.Source}, on {result.Data}",
        };

    /// <summary>Table 2: text-to-music retrieval.</summary>
    public static IEnumerable<TableRow> Retrieval() =>
        from result in PublishedRetrievalResult.All
        from metric in new[]
        {
            (RetrievalTables.RecallAt1, result.RecallAt1), (RetrievalTables.RecallAt5, result.RecallAt5),
            (RetrievalTables.RecallAt10, result.RecallAt10), (RetrievalTables.ReciprocalRank, result.ReciprocalRankAt10),
        }
        select new TableRow(result.System, HeldOut.All, HeldOut.Pairs, HeldOut.Retrieval, metric.Item1, metric.Item2)
        {
            Source = result.Source,
        };

    /// <summary>Table 4: video summaries.</summary>
    public static IEnumerable<TableRow> Summaries(string set, AnnotationKind kind) =>
        from result in kind == AnnotationKind.Scores ? PublishedSummaryResult.TvSum : PublishedSummaryResult.SumMe
        from metric in new[] { (VideoTables.F, result.F), (VideoTables.Kendall, result.Kendall), (VideoTables.Spearman, result.Spearman) }
        where metric.Item2 is not null
        select new TableRow(result.System, set, VideoTables.Video, VideoTables.Summary, metric.Item1, metric.Item2!.Value)
        {
            Source = result.Source,
        };
}
