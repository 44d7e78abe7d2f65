namespace Mmva.Benchmarks.Scale;

/// <summary>The figures of the in-process index as four panels.</summary>
internal static class ScaleIndexPlot
{
    public static string Draw(IReadOnlyList<ScaleIndexRow> rows)
    {
        var first = rows.Where(row => row.Set == rows[0].Set).ToList();
        return LogLogPlot.Draw(
        [
            new("Processor time, seconds of a core", "s",
            [
                Of("build", row => row.BuildCoreSeconds), Of("save", row => row.SaveCoreSeconds), Of("open, cached", row => row.OpenCoreSeconds),
            ]),
            new("Size, megabytes", "MB",
            [
                Of("peak while building", row => row.PeakBytes / 1e6), Of("in memory", row => row.ResidentBytes / 1e6),
                Of("file", row => row.FileBytes / 1e6),
            ]),
            new("Query for the 10 nearest, median, microseconds", "µs",
            [
                .. rows.Select(row => row.Set).Distinct().Select(set => new LogLogSeries(
                    set, [.. rows.Where(row => row.Set == set).Select(row => ((double)row.Points, 1e6 * row.Queries.Median))])),
            ]),
            new("Updates by calls of 1,000 and of 1, items per second of a core", "/s",
            [
                Of("1,000 added", row => row.Updates.Added), Of("1,000 removed", row => row.Updates.Removed),
                Of("1 added", row => row.Updates.AddedSingly), Of("1 removed", row => row.Updates.RemovedSingly),
            ]),
        ]);

        LogLogSeries Of(string name, Func<ScaleIndexRow, double> value) => new(
            name, [.. first.Select(row => ((double)row.Points, value(row))).Where(point => point.Item2 > 0)]);
    }
}
