using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Mmva.PostgreSql;

/// <summary>Connections to one database: calls are tried again after a lost one, and errors say where they happened.</summary>
internal sealed partial class Database : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _source;
    private readonly Migrator _migrator;
    private readonly ResiliencePipeline _retries;
    private readonly ILogger _logger;
    private readonly string _name;
    private readonly string _beginWrite;
    private readonly ConcurrentQueue<Guid> _answered = new();
    private volatile bool _migrated;

    public Database(PostgreSqlIndexOptions options, TableNames names, Migrator migrator, ILogger logger)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        connection.TcpKeepAlive = true; // a server that vanished without a word is noticed
        if (string.IsNullOrEmpty(connection.ApplicationName)) connection.ApplicationName = "Mmva";
        var builder = new NpgsqlSlimDataSourceBuilder(connection.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        _source = builder.Build();
        _name = $"database '{connection.Database ?? connection.Username}' on {connection.Host}:{connection.Port}";
        (_migrator, _logger) = (migrator, logger);
        _beginWrite = $"WITH answered AS (DELETE FROM {names.Writes} WHERE id = ANY($2)) INSERT INTO {names.Writes} (id) VALUES ($1) ON CONFLICT DO NOTHING";
        _retries = options.MaxRetries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(IsPassing),
            MaxRetryAttempts = options.MaxRetries,
            Delay = FirstWait,
            MaxDelay = LongestWait,
            BackoffType = DelayBackoffType.Exponential,
            OnRetry = retry =>
            {
                // whatever lies in the pool was connected to the server that went away
                if (retry.Outcome.Exception is not PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure }) _source.Clear();
                TriedAgain(_name, retry.Outcome.Exception!.Message, retry.RetryDelay.TotalSeconds);
                return default;
            },
        }).Build();
    }

    /// <summary>Reads; tried again as a whole where the connection is lost.</summary>
    public Task<T> ReadAsync<T>(string operation, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken) => CallAsync(operation, async token =>
    {
        await using var connection = await OpenAsync(token).ConfigureAwait(false);
        return await read(connection, token).ConfigureAwait(false);
    }, cancellationToken);

    /// <summary>Writes in a transaction, once, even where the connection is lost: each write leaves an id of its own, so that a further try sees whether a commit without an answer took place.</summary>
    /// <remarks>The number of the transaction would not do: a server that is killed gives those that it had not written down yet to others.</remarks>
    public async Task<T> WriteAsync<T>(string operation, Func<NpgsqlConnection, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        var (result, id, answered) = (default(T)!, Guid.NewGuid(), TakeAnswered());
        try
        {
            await CallAsync(operation, async token =>
            {
                await using var connection = await OpenAsync(token).ConfigureAwait(false);
                await using var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
                // waits for an earlier try that the server is still at; nothing is inserted if one took place
                var first = await connection.ExecuteAsync(_beginWrite, [new NpgsqlParameter<Guid> { TypedValue = id }, new NpgsqlParameter<Guid[]> { TypedValue = answered }], token).ConfigureAwait(false) == 1;
                if (first) result = await write(connection, token).ConfigureAwait(false);
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return first;
            }, cancellationToken).ConfigureAwait(false);
            answered = [id];
            return result;
        }
        finally
        {
            foreach (var one in answered) _answered.Enqueue(one); // the next write takes them away
        }
    }

    public void Dispose() => _source.Dispose();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<T> CallAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _retries.ExecuteAsync(async token => await call(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            var reason = ((e as PostgresException)?.MessageText ?? e.Message).TrimEnd('.');
            throw new EmotionIndexException($"{operation} failed in {_name}: {reason}.{(IsPassing(e) ? " Is the server running and reachable?" : "")}", e);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_migrated) return connection;
            if (!await _migrator.IsDoneAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await _migrator.MigrateAsync(connection, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
            _migrated = true;
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Guid[] TakeAnswered()
    {
        var answered = new List<Guid>();
        while (_answered.TryDequeue(out var id)) answered.Add(id);
        return [.. answered];
    }

    // A command that took too long would take as long again.
    private static bool IsPassing(NpgsqlException e) => e.IsTransient && e.InnerException is not TimeoutException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The emotion index in {Database} is tried again in {Seconds:F1} s: {Reason}")]
    private partial void TriedAgain(string database, string reason, double seconds);
}
