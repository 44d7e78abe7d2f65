using IndexLibrary.Files;
using IndexLibrary.Indexing;
using IndexLibrary.Stores;

namespace IndexLibrary.Workers;

/// <summary>A folder indexed by several processes: each works on jobs, one of them looks through the folder and makes the jobs; if it dies, the next one does.</summary>
internal sealed class SharedRun(Arguments arguments, PostgreSqlStore store, Indexer indexer, RunReport report)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly JobQueue _queue = new(arguments.Store.Address, arguments.Lease);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var dashboard = await Dashboard.StartAsync(_queue.Storage, arguments.DashboardPort, cancellationToken);
        using var workers = arguments.Workers is { } count and > 0 ? _queue.StartWorkers(count, new IndexJob(store, indexer, report.Add)) : null;
        var started = await FolderRuns.NowAsync(store.Source, cancellationToken);
        await Patience.WithDatabaseAsync(stop => LeadAsync(started, stop), cancellationToken);
    }

    // waits for its turn; nothing is left to do if another process had its turn meanwhile
    private async Task LeadAsync(DateTime started, CancellationToken cancellationToken)
    {
        await using var runs = await FolderRuns.OpenAsync(store.Source, arguments.Folder!, cancellationToken);
        while (!await runs.TryLeadAsync(cancellationToken)) await Task.Delay(LookInterval, cancellationToken);
        if (await runs.IsFinishedAsync(started, cancellationToken)) return;

        await WaitAsync(cancellationToken); // for jobs of a process that is gone
        var changes = await EnqueueAsync(cancellationToken);
        await WaitAsync(cancellationToken);
        await LibraryRun.RemoveAsync(changes.Gone, store, cancellationToken);
        await SumUpAsync(changes.ToIndex, cancellationToken);
        await runs.FinishAsync(cancellationToken);
    }

    private async Task<FolderChanges> EnqueueAsync(CancellationToken cancellationToken)
    {
        var scan = FolderScan.Of(arguments.Folder!, cancellationToken);
        report.AddUnreadable(scan.Unreadable);
        var changes = await FolderChanges.FindAsync(arguments.Folder!, scan, store, arguments.AllowEmpty, cancellationToken);
        await LibraryRun.ForgetFailuresAsync(arguments.Folder!, store, cancellationToken);
        report.Expect(changes);
        foreach (var batch in changes.ToIndex.Chunk(arguments.Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _queue.Enqueue([.. batch.Select(file => file.Path)]);
            report.SayNowAndThen("files are put into the queue");
        }
        report.Say($"{changes.ToIndex.Count} files wait in the queue");
        return changes;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (_queue.Unfinished is var jobs and > 0)
        {
            report.SayNowAndThen($"{jobs} jobs are not done yet");
            await Task.Delay(LookInterval, cancellationToken);
        }
    }

    // the other processes have said what they did; this one says what became of the whole
    private async Task SumUpAsync(IReadOnlyList<LibraryFile> files, CancellationToken cancellationToken)
    {
        var indexed = await store.Catalogue.BelowAsync(arguments.Folder!, cancellationToken);
        var failures = await store.Catalogue.FailuresAsync(arguments.Folder!, cancellationToken);
        report.SumUp(files.Count(file => indexed.ContainsKey(file.Path)), failures, files.Count(file => !indexed.ContainsKey(file.Path)) - failures.Count);
    }
}
