using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Mmva.PostgreSql;

/// <summary>Connections to one database: calls are retried after a lost connection, and errors name the operation and the database.</summary>
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
        var connection = PostgreSqlAddress.Parse(options.ConnectionString);
        connection.TcpKeepAlive = true; // detects a server that disappeared silently
        if (string.IsNullOrEmpty(connection.ApplicationName)) connection.ApplicationName = "Mmva";
        var builder = new NpgsqlSlimDataSourceBuilder(connection.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        _source = builder.Build();
        _name = $"database '{connection.Database ?? connection.Username}' on {connection.Host}:{connection.Port}";
        _migrator = migrator;
        _logger = logger;
        _beginWrite = $"""
            WITH answered AS (DELETE FROM {names.Writes} WHERE id = ANY($2))
            INSERT INTO {names.Writes} (id) VALUES ($1) ON CONFLICT DO NOTHING
            """;
        _retries = options.MaxRetries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(IsTransient),
            MaxRetryAttempts = options.MaxRetries,
            Delay = FirstWait,
            MaxDelay = LongestWait,
            BackoffType = DelayBackoffType.Exponential,
            OnRetry = retry =>
            {
                // pooled connections lead to the server that went away
                if (!IsConflict(retry.Outcome.Exception)) _source.Clear();
                LogRetry(_name, retry.Outcome.Exception!.Message, retry.RetryDelay.TotalSeconds);
                return default;
            },
        }).Build();
    }

    /// <summary>Reads; retried as a whole if the connection is lost.</summary>
    public Task<T> ReadAsync<T>(
        string operation, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
            CallAsync(operation, async token =>
    {
        await using var connection = await OpenAsync(token).ConfigureAwait(false);
        return await read(connection, token).ConfigureAwait(false);
    }, cancellationToken);

    /// <summary>
    /// Reads part after part in one transaction, which sees one state of the database. Only opening it is retried: a new transaction could see
    /// another state.
    /// </summary>
    /// <param name="operation">The name of the operation in messages.</param>
    /// <param name="begin">Begins the query; retried with the connection.</param>
    /// <param name="next">Reads the next part; an empty one is the last.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        string operation, Func<NpgsqlConnection, CancellationToken, Task> begin, Func<NpgsqlConnection, CancellationToken, Task<List<T>>> next,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (connection, transaction) = await CallAsync(operation, BeginAsync, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false); // rolled back: nothing was written
        while (true)
        {
            var part = await ExplainedAsync(operation, () => next(connection, cancellationToken)).ConfigureAwait(false);
            if (part.Count == 0) yield break;
            foreach (var one in part) yield return one;
        }

        async Task<(NpgsqlConnection, NpgsqlTransaction)> BeginAsync(CancellationToken token)
        {
            var opened = await OpenAsync(token).ConfigureAwait(false);
            try
            {
                var begun = await opened.BeginTransactionAsync(token).ConfigureAwait(false);
                await begin(opened, token).ConfigureAwait(false);
                return (opened, begun);
            }
            catch
            {
                await opened.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>
    /// Writes in a transaction, exactly once even if the connection is lost: each write stores its own id, so that a retry can tell whether a commit
    /// without
    /// an answer took place.
    /// </summary>
    /// <remarks>The transaction number would not do: a server that is killed assigns numbers again that it had not logged yet.</remarks>
    public async Task<T> WriteAsync<T>(
        string operation, Func<NpgsqlConnection, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        var (result, id, answered) = (default(T)!, Guid.NewGuid(), TakeAnswered());
        NpgsqlParameter[] ids = [new NpgsqlParameter<Guid> { TypedValue = id }, new NpgsqlParameter<Guid[]> { TypedValue = answered }];
        try
        {
            await CallAsync(operation, async token =>
            {
                await using var connection = await OpenAsync(token).ConfigureAwait(false);
                await using var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
                // waits for an earlier attempt that is still running on the server; nothing is inserted if that one was committed
                var first = await connection.ExecuteAsync(_beginWrite, ids, token).ConfigureAwait(false) == 1;
                if (first) result = await write(connection, token).ConfigureAwait(false);
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return first;
            }, cancellationToken).ConfigureAwait(false);
            answered = [id];
            return result;
        }
        finally
        {
            foreach (var one in answered) _answered.Enqueue(one); // the next write deletes them
        }
    }

    public void Dispose() => _source.Dispose();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private Task<T> CallAsync<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        ExplainedAsync(operation, () => _retries.ExecuteAsync(async token => await call(token).ConfigureAwait(false), cancellationToken).AsTask());

    private async Task<T> ExplainedAsync<T>(string operation, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            var reason = ((e as PostgresException)?.MessageText ?? e.Message).TrimEnd('.');
            throw new EmotionIndexException(
                $"{operation} failed in {_name}: {reason}.{HintFor(e)}", e);
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

    private static string HintFor(NpgsqlException e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UntranslatableCharacter } => " A database with ENCODING 'UTF8' keeps every text.",
        _ when IsTransient(e) => " Is the server running and reachable?",
        _ => "",
    };

    // a command that timed out would time out again; a pooler reports a server that is away as a violation of the protocol
    private static bool IsTransient(NpgsqlException e) => e.IsTransient && e.InnerException is not TimeoutException
        || e is PostgresException { SqlState: PostgresErrorCodes.ProtocolViolation };

    private static bool IsConflict(Exception? e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retrying the emotion index in {Database} in {Seconds:F1} s: {Reason}")]
    private partial void LogRetry(string database, string reason, double seconds);
}
