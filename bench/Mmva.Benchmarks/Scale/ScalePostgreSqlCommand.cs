using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ConsoleProgram;
using Mmva.Benchmarks.Index;

namespace Mmva.Benchmarks.Scale;

/// <summary>The index in PostgreSQL: one table, hash partitions, two servers.</summary>
internal static class ScalePostgreSqlCommand
{
    private const string Table = "table", Partitions = "partitions", Servers = "servers";
    private const int Nearest = 10, PerCall = 100_000, ColdQueries = 200, SingleWrites = 100, Rounds = 3;

    private static readonly string[] Layouts = [Table, Partitions, Servers];

    public static Command Command()
    {
        var (json, queries) = (BenchmarkOptions.Json(), BenchmarkOptions.Count("--queries", "How many warm queries at each size.", 2000));
        var sizes = ScaleCommand.Sizes("--rows", "The numbers of rows.", 1_000_000_000, 100_000, 1_000_000, 10_000_000);
        var copy = BenchmarkOptions.Count(
            "--copy-from", "From this size on, rows are copied into the tables without indexes, which are built afterwards.", 10_000_000);
        var layouts = BenchmarkOptions.Some("--layouts", "How the rows are stored.", Layouts);
        var partitions = BenchmarkOptions.Count("--partitions", "How many hash partitions.", 8, least: 2);
        var command = new Command(
            "postgresql",
            "The index in PostgreSQL, in servers of the installed version that the command starts in temporary folders: one table, hash partitions, "
            + "two servers (merged by the client and through postgres_fdw). Uniform points, fsync off.")
        {
            sizes, copy, layouts, partitions, queries, json,
        };
        command.Check(result => result.GetValue(sizes)!.Zip(result.GetValue(sizes)!.Skip(1)).Any(pair => pair.Second - pair.First < 2 * PerCall)
            ? $"--rows takes sizes at least {2 * PerCall} apart: {PerCall} more rows are written at each of them."
            : null);
        command.SetAction(async (line, cancellationToken) =>
        {
            var rows = new List<ScalePostgreSqlRow>();
            var foreign = new List<ForeignRow>();
            foreach (var layout in line.GetRequiredValue(layouts))
            {
                await using var databases = new Group(
                    await ScaleDatabase.StartAsync(layout == Partitions ? line.GetValue(partitions) : 0),
                    layout == Servers ? await ScaleDatabase.StartAsync(0) : null);
                var written = 0;
                foreach (var size in line.GetRequiredValue(sizes))
                {
                    rows.Add(
                        await MeasureAsync(
                            layout, databases, written, size, size >= line.GetValue(copy), line.GetValue(queries), cancellationToken));
                    Console.WriteLine(rows[^1]);
                    written = size + SingleWrites + PerCall;
                    if (layout == Servers)
                        foreign.AddRange(await ForeignPartition.MeasureAsync(databases.First, databases.Second!, size, cancellationToken));
                    // after each size: the next may take minutes
                    if (line.GetValue(json) is { } file)
                        ScaleReport.Write(
                            file, new { rows, foreign, laws = rows.GroupBy(row => row.Layout).ToDictionary(of => of.Key, of => Laws([.. of])) });
                }
                Console.WriteLine(await databases.First.PlanAsync(databases.First.Index, new(0.3f, 0.7f)));
            }
            foreach (var of in rows.GroupBy(row => row.Layout))
            {
                Console.WriteLine(of.Key);
                ScaleReport.Print(Laws([.. of]));
            }
        });
        return command;
    }

    private static async Task<ScalePostgreSqlRow> MeasureAsync(
        string layout, Group databases, int written, int size, bool copy, int queries, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var toLoad = ScaleItems.Sequence("uniform", written).Take(size - written);
        if (copy) await databases.LoadAsync(toLoad, cancellationToken);
        else
            foreach (var items in toLoad.Chunk(PerCall)) await databases.AddAsync(items, cancellationToken);
        var load = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (var database in databases.All) await database.ExecuteAsync("VACUUM ANALYZE");

        var places = PointSets.Places("uniform", queries, seed: 2);
        var warm = QueryTimes.Best(places, Query, Rounds);
        var one = new double[SingleWrites];
        foreach (var (i, item) in ScaleItems.Sequence("uniform", size).Take(SingleWrites).Index())
        {
            start = Stopwatch.GetTimestamp();
            await databases.AddAsync([item], cancellationToken);
            one[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(one);
        var (table, keys, tree) = (0L, 0L, 0L);
        var (seconds, bytes) = (0.0, 0L);
        foreach (var database in databases.All)
        {
            var sizes = await database.SizesAsync();
            (table, keys, tree) = (table + sizes.Table, keys + sizes.Keys, tree + sizes.Tree);
            var built = await database.BuildTreeAsync();
            (seconds, bytes) = (seconds + built.Seconds, bytes + built.Bytes);
        }
        var more = ScaleItems.Sequence("uniform", size + SingleWrites).Take(PerCall).ToArray();
        var (rate, core) = await WriteMoreAsync(databases, more, cancellationToken);
        foreach (var database in databases.All) await database.RestartColdAsync();
        var cold = QueryTimes.Measure(PointSets.Places("uniform", ColdQueries, seed: 3), Query, warmUp: false);
        return new(layout, size, load, copy, rate, core, one[SingleWrites / 2], table, keys, tree, seconds, bytes, warm, cold);

        void Query(ValenceArousal place)
        {
            cancellationToken.ThrowIfCancellationRequested(); // the servers must be stopped before the process is
            databases.NearestAsync(place, Nearest).GetAwaiter().GetResult();
        }
    }

    private static async Task<(double PerSecond, double CoreSeconds)> WriteMoreAsync(
        Group databases, EmotionItem[] items, CancellationToken cancellationToken)
    {
        async Task<double> CpuAsync() =>
            Environment.CpuUsage.TotalTime.TotalSeconds + (await Task.WhenAll(databases.All.Select(database => database.CpuSecondsAsync()))).Sum();
        var (before, start) = (await CpuAsync(), Stopwatch.GetTimestamp());
        await databases.AddAsync(items, cancellationToken);
        return (items.Length / Stopwatch.GetElapsedTime(start).TotalSeconds, (await CpuAsync() - before) / items.Length);
    }

    private static IReadOnlyDictionary<string, PowerLaw> Laws(IReadOnlyCollection<ScalePostgreSqlRow> rows) =>
        ScaleReport.Laws(rows, row => row.Rows, new Dictionary<string, Func<ScalePostgreSqlRow, double>>
        {
            ["write a row, core s"] = row => row.WriteCoreSeconds,
            ["table, B"] = row => row.TableBytes,
            ["keys, B"] = row => row.KeyBytes,
            ["tree, B"] = row => row.TreeBytes,
            ["build the tree, s"] = row => row.BuildTreeSeconds,
            ["query warm, s"] = row => row.Warm.Median,
            ["query cold, s"] = row => row.Cold.Median,
        });

    /// <summary>One server, or two that share the items by their keys.</summary>
    private sealed class Group(ScaleDatabase first, ScaleDatabase? second) : IAsyncDisposable
    {
        public ScaleDatabase First => first;

        public ScaleDatabase? Second => second;

        public ScaleDatabase[] All => second is null ? [first] : [first, second];

        public async Task AddAsync(EmotionItem[] items, CancellationToken cancellationToken)
        {
            if (second is null) await first.Index.AddAsync(items, cancellationToken);
            else
            {
                var ofSecond = items.ToLookup(item => ForeignPartition.IsForeign(item.Id));
                await Task.WhenAll(
                    first.Index.AddAsync([.. ofSecond[false]], cancellationToken), second.Index.AddAsync([.. ofSecond[true]], cancellationToken));
            }
        }

        public async Task LoadAsync(IEnumerable<EmotionItem> items, CancellationToken cancellationToken)
        {
            foreach (var database in All)
            {
                var loaded = await database.LoadAsync(
                    second is null ? items : items.Where(item => ForeignPartition.IsForeign(item.Id) == (database == second)),
                    cancellationToken);
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"COPY {loaded.Copy:F1} s, key {loaded.Key:F1} s, trees {loaded.Tree:F1} s"));
            }
        }

        /// <summary>Asks all servers at once, and keeps the nearest of their answers.</summary>
        public async Task<IReadOnlyList<EmotionMatch>> NearestAsync(ValenceArousal point, int count)
        {
            var answers = await Task.WhenAll(All.Select(database => database.Index.NearestAsync(point, count, Modality.Music)));
            return [.. answers.SelectMany(answer => answer).OrderBy(match => match.Distance).Take(count)];
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var database in All) await database.DisposeAsync();
        }
    }
}

/// <summary>Two servers through postgres_fdw.</summary>
/// <param name="RemoteEstimates">Whether the planner asks the other server for its costs.</param>
/// <param name="Rows">On both servers together.</param>
/// <param name="Queries">For the 10 nearest.</param>
/// <param name="Plan">How they are answered.</param>
internal sealed record ForeignRow(bool RemoteEstimates, int Rows, QueryTimes Queries, string Plan)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"postgres_fdw{(RemoteEstimates ? ", remote estimates" : ""),-20} {Rows,11:N0} rows   {ScalePostgreSqlRow.Of(Queries)}");
}
