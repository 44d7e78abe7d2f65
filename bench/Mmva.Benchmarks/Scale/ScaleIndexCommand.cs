using System.CommandLine;
using System.Diagnostics;
using Mmva.Benchmarks.Index;
using Mmva.Tasks;

namespace Mmva.Benchmarks.Scale;

/// <summary>The in-process index from ten thousand points to a hundred million.</summary>
internal static class ScaleIndexCommand
{
    private const int Nearest = 10, PerCall = 1000, SingleCalls = 10, Rounds = 5, RepeatsBelow = 10_000_000, Repeats = 5;

    public static Command Command()
    {
        var (json, queries) = (BenchmarkOptions.Json(), BenchmarkOptions.Count("--queries", "How many queries at each size.", 20_000));
        var points = ScaleCommand.Sizes(
            "--points", "The numbers of points. 100 million need 11 GB of memory and 5 GB of disk.", 1_000_000_000, 10_000, 100_000, 1_000_000,
            10_000_000, 100_000_000);
        var sets = BenchmarkOptions.Some("--sets", "How the points are distributed.", PointSets.Names);
        var others = BenchmarkOptions.Count("--others-to", "Sets other than the first are measured up to this many points.", 10_000_000);
        var calls = BenchmarkOptions.Count("--calls", "How many calls of 1,000 updates of each kind; ten times as many single ones.", 100);
        var svg = new Option<string?>("--svg") { HelpName = "FILE", Description = "Also draws the figures." };
        var from = new Option<string?>("--from")
        {
            HelpName = "FILE", Description = "Prints and draws the figures of an earlier run (--json) instead of measuring.",
        };
        var command = new Command(
            "index", "The in-process index: building, memory, file, queries and updates at several sizes, and the laws that fit them (Linux).")
        {
            points, sets, others, queries, calls, json, from, svg,
        };
        command.SetAction(async (line, cancellationToken) =>
        {
            var (names, rows) = (line.GetRequiredValue(sets), new List<ScaleIndexRow>());
            if (line.GetValue(from) is { } earlier) rows = ScaleReport.Read<Report>(earlier).Rows;
            else
            {
                await MeasureAsync(names[0], RepeatsBelow / 100, 1000, 10, cancellationToken); // compiles the code
                foreach (var set in names)
                {
                    foreach (var size in line.GetRequiredValue(points).Where(size => set == names[0] || size <= line.GetValue(others)))
                    {
                        rows.Add(await MeasureAsync(set, size, line.GetValue(queries), line.GetValue(calls), cancellationToken));
                        Console.WriteLine(rows[^1]);
                        // after each size: the next may take minutes
                        if (line.GetValue(json) is { } file) ScaleReport.Write(file, new Report(rows, ScaleReport.Laws(rows)));
                    }
                }
            }
            ScaleReport.Print(ScaleReport.Laws(rows));
            if (line.GetValue(svg) is { } drawing) await File.WriteAllTextAsync(drawing, ScaleIndexPlot.Draw(rows), cancellationToken);
        });
        return command;
    }

    private sealed record Report(List<ScaleIndexRow> Rows, IReadOnlyDictionary<string, PowerLaw> Laws);

    private static async Task<ScaleIndexRow> MeasureAsync(string set, int size, int queries, int calls, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("mmva-scale-");
        try
        {
            var (path, places) = (Path.Combine(folder.FullName, "index"), PointSets.Places(set, queries, seed: 2));
            var (items, _) = Cost.Of(() => ScaleItems.Sequence(set).Take(size).Count(item => item.Id.Length == 0));
            InMemoryEmotionIndex? index = null;
            long peak = 0, resident = 0;
            var (build, buildSeconds) = Median(() =>
            {
                index = null;
                ProcessMemory.Collect();
                ProcessMemory.ResetPeak();
                var before = ProcessMemory.Resident;
                var cost = Cost.Of(
                    () => index = InMemoryEmotionIndex.Build(ScaleItems.Sequence(set).Take(size), cancellationToken: cancellationToken));
                peak = ProcessMemory.Peak - before;
                ProcessMemory.Collect();
                resident = ProcessMemory.Resident - before;
                return cost;
            });
            void Query(ValenceArousal place) => index!.NearestAsync(place, Nearest).GetAwaiter().GetResult();
            var times = QueryTimes.Best(places, Query, Rounds);

            var (save, _) = Cost.Of(() => index!.SaveAsync(path, cancellationToken).GetAwaiter().GetResult());
            var updates = await UpdateAsync(index!, size, calls, cancellationToken);
            index = null;
            ProcessMemory.Collect();

            ProcessMemory.DropCached(path);
            var (_, cold) = Cost.Of(() => index = InMemoryEmotionIndex.Open(path, cancellationToken: cancellationToken));
            var (warm, _) = Median(() => Cost.Of(() => index = InMemoryEmotionIndex.Open(path, cancellationToken: cancellationToken)));
            var mapped = QueryTimes.Best(places, Query, Rounds);
            return new(
                set, size, items, build, buildSeconds, peak, resident, new FileInfo(path).Length, save, cold, warm, times, mapped, updates);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Cost Median(Func<Cost> run)
        {
            var costs = Enumerable.Range(0, size < RepeatsBelow ? Repeats : 1).Select(_ => run()).ToList();
            return new(costs.Select(cost => cost.CoreSeconds).Order().ElementAt(costs.Count / 2), costs.Min(cost => cost.Seconds));
        }
    }

    private static async Task<UpdateRates> UpdateAsync(InMemoryEmotionIndex index, int size, int calls, CancellationToken cancellationToken)
    {
        var (longest, step) = (0.0, (long)(0.6180339887 * size) | 1); // visits ids all over the index
        var more = ScaleItems.Sequence("uniform", size).Take(calls * (PerCall + SingleCalls)).ToArray();
        var added = await RateAsync(calls, PerCall, i => index.AddAsync(more[(i * PerCall)..((i + 1) * PerCall)], cancellationToken));
        var addedSingly = await RateAsync(calls * SingleCalls, 1, i => index.AddAsync([more[calls * PerCall + i]], cancellationToken));
        // at most half of all are removed
        var removing = Math.Clamp(size / 2 / calls - SingleCalls, 1, PerCall);
        var removed = await RateAsync(
            calls, removing, i => index.RemoveAsync([.. Enumerable.Range(i * removing, removing).Select(Somewhere)], cancellationToken));
        var removedSingly = await RateAsync(
            calls * SingleCalls, 1, i => index.RemoveAsync([Somewhere(calls * removing + i)], cancellationToken));
        return new(addedSingly, added, removedSingly, removed, longest);

        string Somewhere(int i) => ScaleItems.Id(i * step % size);

        async Task<double> RateAsync(int times, int perCall, Func<int, Task> call)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < times; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await call(i);
                longest = Math.Max(longest, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
            return times * perCall / (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }
    }
}
