using IndexLibrary.Files;
using IndexLibrary.Stores;
using Npgsql;

namespace IndexLibrary.Workers;

/// <summary>Which of the processes that work on a folder looks through it: one at a time, another one if it dies.</summary>
internal sealed class FolderRuns : IAsyncDisposable
{
    private const string Table = PostgreSqlStore.Schema + ".library_runs";

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection; // the lock is this connection's, and goes with it
    private readonly string _key;

    private FolderRuns(NpgsqlDataSource source, NpgsqlConnection connection, string folder) => (_source, _connection, _key) = (source, connection, ContentId.OfText(folder));

    public static async Task<FolderRuns> OpenAsync(NpgsqlDataSource source, string folder, CancellationToken cancellationToken) => new(source, await source.OpenConnectionAsync(cancellationToken), folder);

    /// <summary>The time of the server: those of several machines differ.</summary>
    public static async Task<DateTime> NowAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT clock_timestamp()");
        return (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Whether this process looks through the folder from now on.</summary>
    public async Task<bool> TryLeadAsync(CancellationToken cancellationToken)
    {
        if (!await ScalarAsync("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", cancellationToken, _key)) return false;
        await _connection.ExecuteAsync($"CREATE TABLE IF NOT EXISTS {Table} (folder text PRIMARY KEY, finished timestamptz NOT NULL)", cancellationToken);
        return true;
    }

    /// <summary>Whether another process brought the index up to date since this one started.</summary>
    public Task<bool> IsFinishedAsync(DateTime started, CancellationToken cancellationToken) =>
        ScalarAsync($"SELECT EXISTS (SELECT FROM {Table} WHERE folder = $1 AND finished > $2)", cancellationToken, _key, started);

    public Task FinishAsync(CancellationToken cancellationToken) =>
        ScalarAsync($"INSERT INTO {Table} VALUES ($1, clock_timestamp()) ON CONFLICT (folder) DO UPDATE SET finished = excluded.finished RETURNING true", cancellationToken, _key);

    public async ValueTask DisposeAsync()
    {
        _source.Clear(); // a connection that went back to the pool alive would keep the lock until it is used again
        await _connection.DisposeAsync();
    }

    private async Task<bool> ScalarAsync(string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
