using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Mmva.Sqlite;

/// <summary>The file of the index: opened when it is first used, with a connection for each thread that is using it.</summary>
internal sealed class Database(SqliteIndexOptions options) : IDisposable
{
    private const int Busy = 5;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentBag<Session> _idle = [];
    private readonly Lock _opening = new();
    private volatile bool _opened;
    private volatile bool _disposed;

    public string Path { get; } = System.IO.Path.GetFullPath(options.Path);

    /// <summary>Reads one consistent state of the file.</summary>
    public T Read<T>(Func<Session, T> read) => Run("BEGIN", read, CancellationToken.None);

    /// <summary>Reads one consistent state of the file, whose transaction lasts as long as the enumeration.</summary>
    public IEnumerable<T> Stream<T>(Func<Session, IEnumerable<T>> read)
    {
        var session = Start("BEGIN", CancellationToken.None);
        var completed = false;
        try
        {
            using (var items = read(session).GetEnumerator())
                while (Explained(items.MoveNext)) yield return items.Current;
            Explained(() => Schema.Execute(session.Connection, "COMMIT"));
            completed = true;
        }
        finally
        {
            if (completed) Return(session);
            else session.Dispose();
        }
    }

    /// <summary>Writes in a transaction, as the only writer of all processes.</summary>
    public T Write<T>(Func<Session, T> write, CancellationToken cancellationToken) => Run("BEGIN IMMEDIATE", write, cancellationToken);

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session)) session.Dispose();
    }

    private T Run<T>(string begin, Func<Session, T> work, CancellationToken cancellationToken)
    {
        var session = Start(begin, cancellationToken);
        try
        {
            return Explained(() =>
            {
                var result = work(session);
                Schema.Execute(session.Connection, "COMMIT");
                Return(session);
                return result;
            });
        }
        catch
        {
            // closing a connection rolls back its transaction
            session.Dispose();
            throw;
        }
    }

    private Session Start(string begin, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteEmotionIndex));
        return Explained(() =>
        {
            if (!_idle.TryTake(out var session)) session = Open(cancellationToken);
            try
            {
                Begin(session.Connection, begin, cancellationToken);
                return session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        });
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
            // SQLite's own wait cannot be canceled; Begin waits instead
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

    private void Begin(SqliteConnection connection, string begin, CancellationToken cancellationToken) =>
        Retry(() => Schema.Execute(connection, begin), cancellationToken);

    // limited by time instead of attempts, and part of every read: a loop instead of a retry policy
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

    private void Explained(Action action) => Explained(() =>
    {
        action();
        return true;
    });

    private T Explained<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException e)
        {
            throw new EmotionIndexException($"{Path}: {ReasonOf(e)}", e);
        }
    }

    private string ReasonOf(SqliteException e) => e.SqliteErrorCode switch
    {
        5 or 6 => $"another process has been writing for longer than {options.BusyTimeout:c}. Try again, or increase {nameof(options.BusyTimeout)}.",
        8 => "is read-only. Check the permissions of the file and its folder.",
        11 => "is damaged. Restore it from a copy, or rebuild the index.",
        13 => "the disk is full. Nothing was written.",
        14 => "cannot be opened. Check that its folder exists and is writable.",
        26 => "is not an SQLite database.",
        _ => e.Message,
    };
}
