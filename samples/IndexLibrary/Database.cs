using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using Polly;
using Polly.Retry;

namespace IndexLibrary;

/// <summary>Statements on an open connection, and waiting for a database that cannot be reached.</summary>
internal static class Database
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(10);

    private static readonly ResiliencePipeline Retries = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<Exception>(IsTransient), // the queue and the index wrap it
        MaxRetryAttempts = 30,
        Delay = TimeSpan.FromSeconds(2),
        OnRetry = retry =>
        {
            Report($"The database cannot be reached, waiting for it: {retry.Outcome.Exception!.Message.Split('\n')[0]}");
            return default;
        },
    }).Build();

    private static readonly Lock ReportLock = new();
    private static long _lastReport;

    /// <summary>Waits a minute for a database that cannot be reached. The work may run twice.</summary>
    public static async Task WaitForAsync(Func<Task> work, CancellationToken cancellationToken) =>
        await Retries.ExecuteAsync(async _ => await work(), cancellationToken);

    /// <summary>The same for work with a result.</summary>
    public static async Task<T> WaitForAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        await Retries.ExecuteAsync(async _ => await work(), cancellationToken);

    public static async Task ExecuteAsync(
        this DbConnection connection, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<List<T>> QueryAsync<T>(
        this DbConnection connection, string sql, Func<DbDataReader, T> read,
        CancellationToken cancellationToken, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var results = new List<T>();
        while (await rows.ReadAsync(cancellationToken)) results.Add(read(rows));
        return results;
    }

    private static DbCommand Command(DbConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    // a pooler reports a server that is away as a violation of the protocol
    private static bool IsTransient(Exception? e) =>
        e is DbException { IsTransient: true } or DbException { SqlState: PostgresErrorCodes.ProtocolViolation }
        || e is not null && IsTransient(e.InnerException);

    // several things wait at once: one line for all of them now and then
    private static void Report(string line)
    {
        lock (ReportLock)
        {
            if (_lastReport != 0 && Stopwatch.GetElapsedTime(_lastReport) < ReportInterval) return;
            Console.Error.WriteLine(line);
            _lastReport = Stopwatch.GetTimestamp();
        }
    }
}
