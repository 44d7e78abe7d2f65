using System.Globalization;
using Mmva.Benchmarks.Index;

namespace Mmva.Benchmarks.Scale;

/// <summary>The index in PostgreSQL at one size. Seconds and bytes.</summary>
/// <param name="Layout">How the rows are stored.</param>
/// <param name="Rows">How many.</param>
/// <param name="LoadSeconds">From the size before to this one, in calls of 100,000 or with COPY; by the clock.</param>
/// <param name="Copied">Whether with COPY into a table without indexes, which were built afterwards.</param>
/// <param name="WrittenPerSecond">Rows a second in one more call with 100,000.</param>
/// <param name="WriteCoreSeconds">Processor seconds of client and server for each of these rows.</param>
/// <param name="WriteOneSeconds">The median of writes of one row.</param>
/// <param name="TableBytes">The rows.</param>
/// <param name="KeyBytes">The index of the keys.</param>
/// <param name="TreeBytes">The nearest-neighbor index as it grew.</param>
/// <param name="BuildTreeSeconds">Building that index from the rows that exist.</param>
/// <param name="BuiltTreeBytes">Its size then.</param>
/// <param name="Warm">Queries for the 10 nearest, everything cached.</param>
/// <param name="Cold">The first queries of a server that was just started, nothing cached.</param>
internal sealed record ScalePostgreSqlRow(
    string Layout, int Rows, double LoadSeconds, bool Copied, double WrittenPerSecond, double WriteCoreSeconds, double WriteOneSeconds,
    long TableBytes, long KeyBytes, long TreeBytes, double BuildTreeSeconds, long BuiltTreeBytes, QueryTimes Warm, QueryTimes Cold)
{
    public override string ToString()
    {
        FormattableString[] lines =
        [
            $"{Layout,-12} {Rows,11:N0} rows   loaded in {LoadSeconds:F1} s{(Copied ? " (COPY)" : "")}; ",
            $"100,000 more: {WrittenPerSecond:N0} a second, ",
            $"{1e6 * WriteCoreSeconds:F1} core µs each; one more: {1e3 * WriteOneSeconds:F2} ms\n",
            $"{"",24}MB: table {TableBytes / 1e6:F0}, keys {KeyBytes / 1e6:F0}, tree {TreeBytes / 1e6:F0}; tree built in {BuildTreeSeconds:F1} s: ",
            $"{BuiltTreeBytes / 1e6:F0}   k = 10: warm {Of(Warm)}; cold {Of(Cold)}",
        ];
        return string.Concat(lines.Select(line => line.ToString(CultureInfo.InvariantCulture)));
    }

    public static string Of(QueryTimes times) =>
        string.Create(CultureInfo.InvariantCulture, $"median {1e3 * times.Median:F2} ms, 99 % {1e3 * times.Percentile99:F2}");
}
