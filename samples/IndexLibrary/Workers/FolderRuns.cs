using IndexLibrary.Files;
using IndexLibrary.Stores;
using Npgsql;

namespace IndexLibrary.Workers;

/// <summary>Which of the processes that work on a folder looks through it: one at a time, another one if it dies.</summary>
internal sealed class FolderRuns(NpgsqlDataSource source, string folder) : IAsyncDisposable
{
    private const string Table = PostgreSqlStore.Schema + ".library_runs";

    private readonly string _key = ContentId.OfText(folder);
    private readonly NpgsqlConnection _connection = source.CreateConnection(); // the lock is this connection's, and goes with it
    private DateTime _started;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _connection.OpenAsync(cancellationToken);
        await _connection.ExecuteAsync($"SELECT pg_advisory_lock({PostgreSqlStore.LockNumber}); CREATE TABLE IF NOT EXISTS {Table} (folder text PRIMARY KEY, finished timestamptz NOT NULL); SELECT pg_advisory_unlock({PostgreSqlStore.LockNumber})", cancellationToken);
        _started = await ScalarAsync<DateTime>("SELECT clock_timestamp()", cancellationToken);
    }

    /// <summary>Whether this process looks through the folder from now on.</summary>
    public Task<bool> TryLeadAsync(CancellationToken cancellationToken) => ScalarAsync<bool>("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", cancellationToken, _key);

    /// <summary>Whether another process brought the index up to date since this one started.</summary>
    public Task<bool> IsFinishedAsync(CancellationToken cancellationToken) =>
        ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM {Table} WHERE folder = $1 AND finished > $2)", cancellationToken, _key, _started);

    public Task FinishAsync(CancellationToken cancellationToken) =>
        ScalarAsync<string>($"INSERT INTO {Table} VALUES ($1, clock_timestamp()) ON CONFLICT (folder) DO UPDATE SET finished = excluded.finished RETURNING folder", cancellationToken, _key);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
