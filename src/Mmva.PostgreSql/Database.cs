using Microsoft.Extensions.Logging;
using Mmva.PostgreSql.Schema;
using Mmva.Tasks.Retrieval;
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
    private volatile bool _migrated;

    public Database(PostgreSqlIndexOptions options, Migrator migrator, ILogger logger)
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

    /// <summary>Writes in a transaction, once, even where the connection is lost: whether a commit without an answer took place is asked of the server.</summary>
    public Task<T> WriteAsync<T>(string operation, Func<NpgsqlConnection, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        var (result, committing) = (default(T)!, (string?)null);
        return CallAsync(operation, async token =>
        {
            await using var connection = await OpenAsync(token).ConfigureAwait(false);
            if (committing is not null && await TookPlaceAsync(connection, committing, token).ConfigureAwait(false)) return result;
            committing = null;
            await using var transaction = await connection.BeginTransactionAsync(token).ConfigureAwait(false);
            result = await write(connection, token).ConfigureAwait(false);
            committing = await connection.ScalarAsync<string>("SELECT pg_current_xact_id()::text", [], token).ConfigureAwait(false);
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return result;
        }, cancellationToken);
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

    private static async Task<bool> TookPlaceAsync(NpgsqlConnection connection, string transaction, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = await connection.ScalarAsync<string>("SELECT pg_xact_status($1::xid8)", [new NpgsqlParameter<string> { TypedValue = transaction }], cancellationToken).ConfigureAwait(false);
            if (status != "in progress") return status == "committed";
            await Task.Delay(FirstWait, cancellationToken).ConfigureAwait(false); // the server has not noticed the loss yet
        }
    }

    // A command that took too long would take as long again.
    private static bool IsPassing(NpgsqlException e) => e.IsTransient && e.InnerException is not TimeoutException;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The emotion index in {Database} is tried again in {Seconds:F1} s: {Reason}")]
    private partial void TriedAgain(string database, string reason, double seconds);
}
