using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Mmva.Diagnostics;
using Mmva.Files;

namespace Mmva.Sqlite;

/// <summary>The file of the index: opened when it is first used, with a connection for each thread that is using it.</summary>
internal sealed class Database(SqliteIndexOptions options) : IDisposable
{
    private const int Busy = 5, ReadOnly = 8, InputOrOutput = 10, CannotOpen = 14;
    private static readonly NativeLibrary Native = new(
        "SQLite", Platform.FileName("e_sqlite3"), "SQLitePCL", _ => "SQLitePCLRaw.bundle_e_sqlite3");
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
            if (!TryTake(out var session)) session = Open(cancellationToken);
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

    private bool TryTake([NotNullWhen(true)] out Session? session)
    {
        while (_idle.TryTake(out session))
        {
            // what SQLite was told not to change has changed
            if (session.Unchanged is null || session.Unchanged == FileState.Of(Path)) return true;
            session.Dispose();
        }
        return false;
    }

    private Session Open(CancellationToken cancellationToken)
    {
        Native.Require(SQLitePCL.Batteries_V2.Init);
        FileState? unchanged = null;
        SqliteConnection connection;
        try
        {
            connection = Connect(Path, SqliteOpenMode.ReadWriteCreate);
        }
        // in a folder without the right to write, and on read-only media, WAL cannot have the files that it needs next to the database
        catch (SqliteException e) when (e.SqliteErrorCode is ReadOnly or CannotOpen && FileState.Of(Path) is { Length: > 0 } state)
        {
            if (state.LogLength > 0)
                throw new EmotionIndexException(
                    $"{Path}: its latest changes are in {System.IO.Path.GetFileName(Path)}-wal, which cannot be read in a folder without the right "
                    + "to write. Open the index once where it may be written, or copy both files to a folder where they may.", e);
            connection = Connect($"file:{Uri.EscapeDataString(Path)}?immutable=1", SqliteOpenMode.ReadOnly);
            unchanged = state;
        }
        try
        {
            if (!_opened) Prepare(connection, cancellationToken);
            return new Session(connection, Path) { Unchanged = unchanged };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Connect(string source, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            // SQLite's own wait cannot be canceled; Begin waits instead
            Schema.Execute(connection, "PRAGMA busy_timeout = 0");
            Schema.Scalar(connection, "PRAGMA user_version"); // opening reads nothing: a file that cannot be read shows now
            return connection;
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
        Busy or 6 =>
            $"another process has been writing for longer than {options.BusyTimeout:c}. Try again, or increase {nameof(options.BusyTimeout)}.",
        ReadOnly => "is read-only. Check the permissions of the file and its folder.",
        InputOrOutput or CannotOpen when WriteProbe.ReasonFor(Path) is { } reason => $"cannot be opened or written. Of its folder: {reason}",
        11 => "is damaged. Restore it from a copy, or rebuild the index.",
        13 => "the disk is full. Nothing was written.",
        CannotOpen => "cannot be opened. Check that its folder exists and is writable.",
        26 => "is not an SQLite database.",
        _ => e.Message,
    };

    /// <summary>What shows whether a file has changed: its length and time, and the length of its write-ahead log.</summary>
    internal sealed record FileState(long Length, DateTime Modified, long LogLength)
    {
        public static FileState Of(string path)
        {
            try
            {
                var file = RegularFile.Of(path);
                var log = new FileInfo(file.FullName + "-wal");
                return new(file.Exists ? file.Length : 0, file.LastWriteTimeUtc, log.Exists ? log.Length : 0);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new(0, default, 0);
            }
        }
    }
}
