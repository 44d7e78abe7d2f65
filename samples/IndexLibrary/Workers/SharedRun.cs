namespace IndexLibrary.Workers;

/// <summary>A folder indexed by several processes: all run jobs; one of them, or another if it dies, scans the folder and creates the jobs.</summary>
internal sealed class SharedRun(Arguments arguments, PostgreSqlStore store, Indexer indexer, RunReport report)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private readonly JobQueue _queue = new(arguments.Store.Address, arguments.Lease);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var dashboard = await _queue.StartDashboardAsync(arguments.DashboardPort, cancellationToken);
        using var workers = arguments.Workers is { } count and > 0 ? _queue.StartWorkers(count, new IndexJob(store, indexer, report.Add)) : null;
        var started = await FolderLease.NowAsync(store.Source, cancellationToken);
        while (!await TryLeadAsync(started, cancellationToken)) { }
    }

    /// <summary>Waits for its turn, and scans the folder unless another process had its turn meanwhile.</summary>
    /// <returns>Whether the index is up to date; if not, another process has taken the turn from this one.</returns>
    private async Task<bool> TryLeadAsync(DateTime started, CancellationToken cancellationToken)
    {
        await using var lease = new FolderLease(store.Source, arguments.Folder!, arguments.Lease);
        while (!await lease.TryTakeAsync(cancellationToken)) await Task.Delay(PollInterval, cancellationToken);
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        try
        {
            if (!await lease.IsFinishedAsync(started, turn.Token)) await LeadAsync(lease, turn.Token);
            return true;
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("another process has taken over, because this one did not answer for too long");
            return false;
        }
    }

    // each step waits by itself for a database that was lost: none of them begins anew
    private async Task LeadAsync(FolderLease lease, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken); // for jobs of a process that has ended
        var changes = await FolderChanges.FindAsync(arguments, store, cancellationToken);
        report.Begin(changes);
        foreach (var batch in changes.ToIndex.Chunk(arguments.Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await OnQueueAsync(() => _queue.Enqueue([.. batch.Select(file => store.Text.Write(file.Path))]), cancellationToken);
            report.Progress.Report("files are being queued");
        }
        await Console.Error.WriteLineAsync($"{changes.ToIndex.Count} files wait in the queue");
        await WaitAsync(cancellationToken);
        await lease.RenewAsync(cancellationToken);
        var missing = await MissingFiles.RemoveAsync(arguments, store, changes, cancellationToken);

        // the other processes have reported what they did; this one reports the whole
        var indexed = await store.Catalogue.BelowAsync(arguments.Folder!, cancellationToken);
        var failures = await store.Catalogue.FailuresAsync(arguments.Folder!, cancellationToken);
        var failed = failures.Select(failure => failure.Path).ToHashSet(StringComparer.Ordinal);
        bool IsDone(string path) => !failed.Contains(path) && indexed.TryGetValue(path, out var now)
            && !(changes.Known.TryGetValue(path, out var before) && before == now);
        var done = changes.ToIndex.Count(file => IsDone(file.Path));
        await lease.FinishAsync(cancellationToken);
        report.End(changes, missing);
        report.SumUp(
            done, [.. failures.Select(failure => failure.Reason)], changes.ToIndex.Count(file => !IsDone(file.Path) && !failed.Contains(file.Path)));
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (await OnQueueAsync(() => _queue.Unfinished, cancellationToken) is var jobs and > 0)
        {
            report.Progress.Report($"{jobs} jobs are not done yet");
            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    private static Task<T> OnQueueAsync<T>(Func<T> call, CancellationToken cancellationToken) =>
        Database.WaitForAsync(() => Task.FromResult(call()), cancellationToken);
}
