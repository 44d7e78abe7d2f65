using Npgsql;

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
        var started = await FolderTurn.NowAsync(store.Source, cancellationToken);
        await Database.WaitForAsync(() => LeadAsync(started, cancellationToken), cancellationToken);
    }

    // waits for its turn; nothing is left to do if another process had its turn meanwhile
    private async Task LeadAsync(DateTime started, CancellationToken cancellationToken)
    {
        await using var turn = await FolderTurn.OpenAsync(store.Source, arguments.Folder!, cancellationToken);
        while (!await turn.TryTakeAsync(cancellationToken)) await Task.Delay(PollInterval, cancellationToken);
        if (await turn.IsFinishedAsync(started, cancellationToken)) return;

        await WaitAsync(cancellationToken); // for jobs of a process that has ended
        var changes = await EnqueueAsync(cancellationToken);
        await WaitAsync(cancellationToken);
        await new Recorder(store).RemoveAsync(changes.Gone, cancellationToken);

        // the other processes have reported what they did; this one reports the whole
        var indexed = await store.Catalogue.BelowAsync(arguments.Folder!, cancellationToken);
        var failures = await store.Catalogue.FailuresAsync(arguments.Folder!, cancellationToken);
        var done = changes.ToIndex.Count(file => indexed.ContainsKey(file.Path));
        report.SumUp(done, failures, unfinished: changes.ToIndex.Count - done - failures.Count);
        await turn.FinishAsync(cancellationToken);
    }

    private async Task<FolderChanges> EnqueueAsync(CancellationToken cancellationToken)
    {
        var changes = await FolderChanges.FindAsync(arguments, store, report, cancellationToken);
        foreach (var batch in changes.ToIndex.Chunk(arguments.Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _queue.Enqueue([.. batch.Select(file => file.Path)]);
            report.Progress.Report("files are being queued");
        }
        await Console.Error.WriteLineAsync($"{changes.ToIndex.Count} files wait in the queue");
        return changes;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (_queue.Unfinished is var jobs and > 0)
        {
            report.Progress.Report($"{jobs} jobs are not done yet");
            await Task.Delay(PollInterval, cancellationToken);
        }
    }
}

/// <summary>Which of the processes that work on a folder scans it: one at a time, another one if it dies.</summary>
/// <param name="connection">Owns the lock, which ends with it.</param>
internal sealed class FolderTurn(NpgsqlDataSource source, NpgsqlConnection connection, string key) : IAsyncDisposable
{
    private const string Table = PostgreSqlStore.Schema + ".library_runs";

    public static async Task<FolderTurn> OpenAsync(NpgsqlDataSource source, string folder, CancellationToken cancellationToken) =>
        new(source, await source.OpenConnectionAsync(cancellationToken), FileCatalogue.KeyOf(folder));

    /// <summary>The time of the server: those of several machines differ.</summary>
    public static async Task<DateTime> NowAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT clock_timestamp()");
        return (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Whether this process scans the folder from now on.</summary>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        if (!await ScalarAsync("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", cancellationToken, key)) return false;
        await connection.ExecuteAsync(
            $"CREATE TABLE IF NOT EXISTS {Table} (folder text PRIMARY KEY, finished timestamptz NOT NULL)", cancellationToken);
        return true;
    }

    /// <summary>Whether another process brought the index up to date since this one started.</summary>
    public Task<bool> IsFinishedAsync(DateTime started, CancellationToken cancellationToken) =>
        ScalarAsync($"SELECT EXISTS (SELECT FROM {Table} WHERE folder = $1 AND finished > $2)", cancellationToken, key, started);

    public Task FinishAsync(CancellationToken cancellationToken) => ScalarAsync($"""
        INSERT INTO {Table} VALUES ($1, clock_timestamp()) ON CONFLICT (folder) DO UPDATE SET finished = excluded.finished RETURNING true
        """, cancellationToken, key);

    public async ValueTask DisposeAsync()
    {
        source.Clear(); // a connection that went back to the pool alive would keep the lock until it is used again
        await connection.DisposeAsync();
    }

    private async Task<bool> ScalarAsync(string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
