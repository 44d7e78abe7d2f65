using System.Data.Common;
using Npgsql;

namespace IndexLibrary.Workers;

/// <summary>Which of the processes that work on a folder scans it: one at a time, another one when its lease has expired.</summary>
/// <remarks>
/// A row instead of an advisory lock: that belongs to a session, and a pooler such as pgbouncer keeps the session when the process has ended.
/// All times are the server's, because those of several machines differ.
/// </remarks>
internal sealed class FolderLease(NpgsqlDataSource source, string folder, TimeSpan length) : IAsyncDisposable
{
    private const string Table = PostgreSqlStore.Schema + ".library_leases";

    public const string CreateTable = $"""
        CREATE TABLE IF NOT EXISTS {Table}
            (folder text PRIMARY KEY, owner uuid NOT NULL, length interval NOT NULL, expires timestamptz NOT NULL, finished timestamptz)
        """;

    // nobody could renew a lease while the server was down: it has its full length again
    private const string HasExpired = "greatest(l.expires, pg_postmaster_start_time() + l.length) < clock_timestamp()";

    private readonly string _key = FileCatalogue.KeyOf(folder);
    private readonly Guid _owner = Guid.NewGuid();
    private readonly CancellationTokenSource _lost = new(), _ended = new();
    private Task _renewing = Task.CompletedTask;

    /// <summary>Canceled when another process has taken over.</summary>
    public CancellationToken Lost => _lost.Token;

    public static Task<DateTime> NowAsync(NpgsqlDataSource source, CancellationToken cancellationToken) => Database.WaitForAsync(async () =>
    {
        await using var command = source.CreateCommand("SELECT clock_timestamp()");
        return (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
    }, cancellationToken);

    /// <summary>Whether this process scans the folder from now on.</summary>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        var isTaken = await HasAsync($"""
            INSERT INTO {Table} AS l VALUES ($1, $2, $3, clock_timestamp() + $3)
            ON CONFLICT (folder) DO UPDATE SET owner = excluded.owner, length = excluded.length, expires = excluded.expires
            WHERE l.owner = excluded.owner OR l.expires = '-infinity' OR {HasExpired}
            RETURNING true
            """, cancellationToken, _key, _owner, length);
        if (isTaken) _renewing = RenewUntilEndedAsync();
        return isTaken;
    }

    /// <summary>Whether another process brought the index up to date since this one started.</summary>
    public Task<bool> IsFinishedAsync(DateTime started, CancellationToken cancellationToken) =>
        HasAsync($"SELECT true FROM {Table} WHERE folder = $1 AND finished > $2", cancellationToken, _key, started);

    /// <exception cref="OperationCanceledException">Another process has taken over.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (!await UpdateAsync("expires = clock_timestamp() + length", cancellationToken)) await _lost.CancelAsync();
        _lost.Token.ThrowIfCancellationRequested();
    }

    public Task FinishAsync(CancellationToken cancellationToken) => UpdateAsync("finished = clock_timestamp()", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        try
        {
            await using var command = Command($"UPDATE {Table} SET expires = '-infinity' WHERE folder = $1 AND owner = $2", _key, _owner);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (DbException) { } // it expires
        _lost.Dispose();
        _ended.Dispose();
    }

    private async Task RenewUntilEndedAsync()
    {
        using var timer = new PeriodicTimer(length / 3);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token)) await RenewAsync(_ended.Token);
        }
        catch (OperationCanceledException) { }
        catch (DbException)
        {
            await _lost.CancelAsync(); // the database did not come back; the next call says so
        }
    }

    private Task<bool> UpdateAsync(string change, CancellationToken cancellationToken) =>
        HasAsync($"UPDATE {Table} SET {change} WHERE folder = $1 AND owner = $2 RETURNING true", cancellationToken, _key, _owner);

    private Task<bool> HasAsync(string sql, CancellationToken cancellationToken, params object[] parameters) => Database.WaitForAsync(async () =>
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }, cancellationToken);

    private NpgsqlCommand Command(string sql, params object[] parameters)
    {
        var command = source.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}
