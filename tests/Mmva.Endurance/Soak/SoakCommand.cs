using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using ConsoleProgram;
using Mmva.Endurance.Results;
using Mmva.Endurance.Retriever;
using Mmva.Endurance.Running;

namespace Mmva.Endurance.Soak;

/// <summary>samples/Web and a host with a retriever under many clients, hostile ones among them, for an hour.</summary>
internal static class SoakCommand
{
    private const int UnloadedRequests = 60;
    private static readonly TimeSpan
        SampleInterval = TimeSpan.FromSeconds(10), ReportInterval = TimeSpan.FromSeconds(30), ReadingTimeout = TimeSpan.FromMinutes(5),
        Quiet = TimeSpan.FromSeconds(10);

    public static Command Command()
    {
        var minutes = CommandLine.Number("--minutes", "M", "How long.", 0.2, 100_000, fallback: 60.0);
        var clients = CommandLine.Number("--clients", "N", "How many clients at once.", 1, 10_000, fallback: 100);
        var pause = CommandLine.Number("--pause", "SECONDS", "The mean pause of a client between two requests.", 0, 3600, fallback: 2.0);
        var tasks = CommandLine.Number(
            "--retriever-tasks", "N", "Tasks that query the retriever at once; 0 for no retriever.", 0, 1000, fallback: 32);
        var seed = CommandLine.Number<ulong>("--seed", "N", "Chooses the media and the requests.", 0, int.MaxValue, fallback: 1);
        var json = CommandLine.Text("--json", "FILE", "Writes the results to this file.");
        var command = new Command("soak", """
            samples/Web as a process of its own, asked by many clients at once. Every answer is compared with the library's, computed before.
            A fifth of the requests is hostile: truncated, far too large or of the wrong type, from clients that send slowly or leave. Next to it, a
            host with a retriever is queried while items are added and removed. Fails on a wrong answer, a status of 500 or above other than 503, a
            request that hangs, or memory, open files or threads that grow in the last third of the time.
            """) { minutes, clients, pause, tasks, seed, json };
        command.SetAction((line, cancellationToken) => RunAsync(
            TimeSpan.FromMinutes(line.GetValue(minutes)), line.GetValue(clients), TimeSpan.FromSeconds(line.GetValue(pause)), line.GetValue(tasks),
            line.GetValue(seed), line.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        TimeSpan length, int clientCount, TimeSpan pause, int tasks, ulong seed, string? json, CancellationToken cancellationToken)
    {
        var result = new RunResult("soak", seed);
        var work = Directory.CreateTempSubdirectory("mmva-soak-");
        try
        {
            Console.Error.WriteLine("computing the answers");
            var media = TestMedia.Create(work.FullName, seed);
            var known = await KnownAnswers.ComputeAsync(media, cancellationToken);
            using var web = await WebProcess.StartAsync(media.Music, work.FullName);
            var valid = new ValidRequests(media, known, await File.ReadAllTextAsync(
                BuiltProgram.Repository("samples", "Web", "wwwroot", "index.html"), cancellationToken));
            var hostile = new HostileRequests(media, known, valid, web.Address);
            var counts = new SoakCounts();
            SoakClient Client(Latencies latencies, int number) =>
                new(web.Address, valid, hostile, latencies, counts, result, new Random(HashCode(seed, number)));
            await ReadLibraryAsync(web, cancellationToken);

            Console.Error.WriteLine("one client");
            var unloaded = new Latencies();
            using (var one = SoakClient.NewClient(web.Address))
            {
                var first = Client(unloaded, -1);
                foreach (var (kind, _) in ValidRequests.Kinds)
                    for (var i = 0; i < UnloadedRequests; i++)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        await first.SendValidAsync(one, kind);
                    }
            }

            Console.Error.WriteLine($"{clientCount} clients for {length.TotalMinutes:0.#} minutes");
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            end.CancelAfter(length);
            var loaded = new Latencies();
            var watch = new ProcessWatch(web.Id);
            var retriever = tasks == 0 ? null : RetrieverCommand.StartAsync(length, tasks, seed, result, cancellationToken);
            var watching = watch.RunAsync(SampleInterval, end.Token);
            var reporting = ReportAsync(watch, counts, result, end.Token);
            await Task.WhenAll(Enumerable.Range(0, clientCount).Select(i => Client(loaded, i).RunAsync(pause, end.Token)));
            await Task.WhenAll(watching, reporting);
            cancellationToken.ThrowIfCancellationRequested();

            await Task.Delay(Quiet, cancellationToken);
            var quiet = watch.Read();
            if (web.HasExited) result.Fail("samples/Web has ended");
            else if (await web.StopAsync() is var exitCode and not 0) result.Fail($"samples/Web ended with the exit code {exitCode}");
            foreach (var line in web.Errors) result.Fail($"the log of samples/Web: {line}");
            var use = ProcessUse.Of(watch.Samples);
            var retrieved = retriever is null ? null : await retriever;
            if (length >= Growth.LeastToJudge)
            {
                foreach (var growth in use.Growths("samples/Web")) result.Fail(growth);
                foreach (var growth in retrieved?.Use.Growths("the retriever") ?? []) result.Fail(growth);
            }

            result.Add("minutes", length.TotalMinutes);
            result.Add("clients", clientCount);
            result.Add("pauseSeconds", pause.TotalSeconds);
            result.Add("answersCompared", counts.Answers);
            result.Add("refusedUnderLoad", counts.Refusals);
            result.Add("hostileRequests", counts.HostileKinds.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary());
            result.Add("unexpectedStatuses", counts.Statuses);
            result.Add("loggedErrors", web.ErrorCount);
            result.Add("unloadedMilliseconds", unloaded.Rows());
            result.Add("loadedMilliseconds", loaded.Rows());
            result.Add("quiet", quiet);
            result.Add("web", use);
            if (retrieved is not null) result.Add("retriever", retrieved);
            Print(unloaded.Rows(), loaded.Rows(), use);
            return result.End(json);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static async Task ReadLibraryAsync(WebProcess web, CancellationToken cancellationToken)
    {
        using var client = SoakClient.NewClient(web.Address);
        for (var since = Stopwatch.StartNew(); since.Elapsed < ReadingTimeout; await Task.Delay(200, cancellationToken))
        {
            var library = JsonNode.Parse(await client.GetStringAsync("/api/library", cancellationToken))!;
            if (!library["reading"]!.GetValue<bool>()) return;
        }
        throw new MmvaException($"samples/Web did not read its music within {ReadingTimeout.TotalMinutes} minutes.");
    }

    private static async Task ReportAsync(ProcessWatch watch, SoakCounts counts, RunResult result, CancellationToken end)
    {
        var since = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(ReportInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(end))
            {
                var now = watch.Read();
                Console.Error.WriteLine(
                    $"{since.Elapsed:hh\\:mm\\:ss}: {counts.Answers} answers, {counts.Hostile} hostile requests, {counts.Refusals} refusals, "
                    + $"{result.FailureCount} failures; {now?.Rss / 1e6:F0} MB, {now?.Handles} files, {now?.Threads} threads");
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static void Print(IReadOnlyList<LatencyRow> unloaded, IReadOnlyList<LatencyRow> loaded, ProcessUse use)
    {
        Console.WriteLine("request            one client: p50  p99 ms    all clients: p50  p99 ms   number");
        foreach (var row in loaded)
        {
            var alone = unloaded.FirstOrDefault(other => other.Kind == row.Kind);
            Console.WriteLine($"{row.Kind,-18} {alone?.P50,15:F1} {alone?.P99,8:F1} {row.P50,16:F1} {row.P99,8:F1} {row.Count,10}");
        }
        Console.WriteLine(
            $"memory: {use.Rss.SecondThird / 1e6:F0} MB in the second third, {use.Rss.LastThird / 1e6:F0} in the last, "
            + $"{use.PeakRss / 1e6:F0} at the peak");
    }

    private static int HashCode(ulong seed, int client) => unchecked((int)(seed * 1_000_003 + (ulong)(client + 1) * 7919));
}
