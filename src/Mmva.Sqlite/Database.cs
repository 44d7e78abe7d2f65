using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Mmva.Sqlite;

/// <summary>The index's file: opened when first used, with a connection for each thread that works at the moment.</summary>
internal sealed class Database(SqliteIndexOptions options) : IDisposable
{
    private const int Busy = 5;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentBag<Session> _idle = [];
    private readonly Lock _opening = new();
    private volatile bool _opened;
    private volatile bool _disposed;

    public string Path { get; } = System.IO.Path.GetFullPath(options.Path);

    /// <summary>Works on one unchanging state of the file.</summary>
    public T Read<T>(Func<Session, T> read) => Run("BEGIN", read, CancellationToken.None);

    /// <summary>Works as the only writer of all processes; all of it happens or nothing.</summary>
    public T Write<T>(Func<Session, T> write, CancellationToken cancellationToken) => Run("BEGIN IMMEDIATE", write, cancellationToken);

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session)) session.Dispose();
    }

    private T Run<T>(string begin, Func<Session, T> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteEmotionIndex));
        try
        {
            if (!_idle.TryTake(out var session)) session = Open(cancellationToken);
            try
            {
                Begin(session.Connection, begin, cancellationToken);
                var result = work(session);
                Schema.Execute(session.Connection, "COMMIT");
                Return(session);
                return result;
            }
            catch
            {
                // closing a connection takes back what it has not finished
                session.Dispose();
                throw;
            }
        }
        catch (SqliteException e)
        {
            throw Explained(e);
        }
    }

    private void Return(Session session)
    {
        _idle.Add(session);
        if (_disposed) Dispose();
    }

    private Session Open(CancellationToken cancellationToken)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            // SQLite's own waiting cannot be cancelled; Begin waits instead
            Schema.Execute(connection, "PRAGMA busy_timeout = 0");
            if (!_opened) Prepare(connection, cancellationToken);
            return new Session(connection, Path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Prepare(SqliteConnection connection, CancellationToken cancellationToken)
    {
        lock (_opening)
        {
            if (_opened) return;
            Schema.Prepare(connection, Path, () =>
            {
                Retry(() => Schema.Execute(connection, "PRAGMA journal_mode = WAL"), cancellationToken);
                Begin(connection, "BEGIN IMMEDIATE", cancellationToken);
            });
            if (options.VerifyOnOpen) Schema.Verify(connection, Path);
            _opened = true;
        }
    }

    private void Begin(SqliteConnection connection, string begin, CancellationToken cancellationToken) => Retry(() => Schema.Execute(connection, begin), cancellationToken);

    private void Retry(Action action, CancellationToken cancellationToken)
    {
        for (var start = Stopwatch.GetTimestamp(); ; cancellationToken.WaitHandle.WaitOne(Wait))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                action();
                return;
            }
            catch (SqliteException e) when (e.SqliteErrorCode == Busy && Stopwatch.GetElapsedTime(start) < options.BusyTimeout) { }
        }
    }

    private EmotionIndexException Explained(SqliteException e) => new($"{Path}: " + e.SqliteErrorCode switch
    {
        5 or 6 => $"another process has been writing for longer than {options.BusyTimeout:c}. Try again, or wait longer ({nameof(SqliteIndexOptions.BusyTimeout)}).",
        8 => "may not be written to. Check the rights of the file and its folder.",
        11 => "is damaged. Restore it from a copy, or build the index anew.",
        13 => "the disk is full. Nothing of this write was kept.",
        14 => "cannot be opened. Check that its folder exists and may be written to.",
        26 => "is no SQLite database.",
        _ => e.Message,
    }, e);
}
