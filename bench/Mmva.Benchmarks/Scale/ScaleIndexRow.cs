using System.Globalization;
using Mmva.Benchmarks.Index;

namespace Mmva.Benchmarks.Scale;

/// <summary>The in-process index at one size. Bytes, seconds by the clock, and seconds of one core.</summary>
/// <param name="Set">How the points are distributed.</param>
/// <param name="Points">How many.</param>
/// <param name="ItemsCoreSeconds">What producing the items takes by itself; contained in <paramref name="BuildCoreSeconds"/>.</param>
/// <param name="BuildCoreSeconds">From the items to the first query.</param>
/// <param name="BuildSeconds">The shortest by the clock.</param>
/// <param name="PeakBytes">The most resident memory while building, above that before it.</param>
/// <param name="ResidentBytes">The resident memory of the built index, above that before it.</param>
/// <param name="FileBytes">The saved file.</param>
/// <param name="SaveCoreSeconds">Saving it.</param>
/// <param name="OpenColdSeconds">Opening it, which checks all of it, when no page of it is cached.</param>
/// <param name="OpenCoreSeconds">The same when all of it is cached.</param>
/// <param name="Queries">For the 10 nearest, in memory.</param>
/// <param name="MappedQueries">The same in the opened file, cached.</param>
/// <param name="Updates">Items per second of a core.</param>
internal sealed record ScaleIndexRow(
    string Set, int Points, double ItemsCoreSeconds, double BuildCoreSeconds, double BuildSeconds, long PeakBytes, long ResidentBytes, long FileBytes,
    double SaveCoreSeconds, double OpenColdSeconds, double OpenCoreSeconds, QueryTimes Queries, QueryTimes MappedQueries, UpdateRates Updates)
{
    public override string ToString()
    {
        FormattableString[] lines =
        [
            $"{Set,-10} {Points,11:N0}   core seconds: items {ItemsCoreSeconds,6:F2}, build {BuildCoreSeconds,7:F2} (clock {BuildSeconds,6:F2}), ",
            $"save {SaveCoreSeconds,6:F2}, open {OpenCoreSeconds,6:F3} (not cached, clock: {OpenColdSeconds,6:F2})\n",
            $"{"",24}MB: peak {PeakBytes / 1e6,8:F0}, resident {ResidentBytes / 1e6,7:F0}, file {FileBytes / 1e6,7:F0} ",
            $"({(double)FileBytes / Points:F1} B each)   k = 10, µs: median {1e6 * Queries.Median,5:F1}, 99 % {1e6 * Queries.Percentile99,5:F1}; ",
            $"mapped {1e6 * MappedQueries.Median,5:F1}, {1e6 * MappedQueries.Percentile99,5:F1}\n{"",24}{Updates}",
        ];
        return string.Concat(lines.Select(line => line.ToString(CultureInfo.InvariantCulture)));
    }
}

/// <summary>Items per second of a core, and the longest single call in seconds by the clock.</summary>
/// <param name="AddedSingly">One item a call.</param>
/// <param name="Added">1,000 items a call.</param>
/// <param name="RemovedSingly">One id a call.</param>
/// <param name="Removed">1,000 ids a call, anywhere in the index.</param>
/// <param name="LongestCall">The longest of all these calls.</param>
internal sealed record UpdateRates(double AddedSingly, double Added, double RemovedSingly, double Removed, double LongestCall)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"per core second: {AddedSingly:N0} added singly, {Added:N0} by 1,000; {RemovedSingly:N0} removed singly, {Removed:N0} by 1,000; "
        + $"longest call {1e3 * LongestCall:F1} ms");
}
