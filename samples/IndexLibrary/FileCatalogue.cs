using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ConsoleProgram;
using Microsoft.Data.Sqlite;
using Mmva;

namespace IndexLibrary;

/// <summary>The files as they were when indexed, so that a run resumes where the last one ended. The same SQL for SQLite and PostgreSQL.</summary>
/// <param name="begin">Statements at the start of each transaction that writes: in PostgreSQL, a lock.</param>
/// <param name="text">How the database stores names.</param>
internal sealed class FileCatalogue(DbDataSource source, string tables, string begin, StoredText text) : IAsyncDisposable
{
    /// <summary>The time of a file that is to be examined again.</summary>
    public const long Due = -1;

    private const string IsBelow = "substr(path, 1, length(@folder)) = @folder";

    private readonly string _files = tables + "library_files", _failures = tables + "library_failures", _settings = tables + "library_settings";
    private readonly StoredText _text = text;

    public static async Task<FileCatalogue> OfFileAsync(string index, CancellationToken cancellationToken)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = index + ".files", Pooling = false };
        var catalogue = new FileCatalogue(SqliteFactory.Instance.CreateDataSource(address.ConnectionString), "", "", new(isUnicode: true));
        try
        {
            await catalogue.CreateAsync(cancellationToken);
            return catalogue;
        }
        catch (SqliteException e)
        {
            throw new EmotionIndexException(
                $"{index}.files cannot be used: {e.Message} Indexing needs a place that can be written; --query does not.", e);
        }
    }

    /// <summary>A key of fixed length for a path of any length.</summary>
    public static string KeyOf(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)));

    public Task CreateAsync(CancellationToken cancellationToken) => WriteAsync(writer => writer.ExecuteAsync($"""
        CREATE TABLE IF NOT EXISTS {_files}
            (path_key text PRIMARY KEY, path text NOT NULL, bytes bigint NOT NULL, modified bigint NOT NULL, id text NOT NULL);
        CREATE INDEX IF NOT EXISTS library_files_id ON {_files} (id);
        CREATE TABLE IF NOT EXISTS {_failures} (path_key text PRIMARY KEY, path text NOT NULL, reason text NOT NULL);
        CREATE TABLE IF NOT EXISTS {_settings} (name text PRIMARY KEY, value text NOT NULL)
        """), cancellationToken);

    /// <summary>The files below a folder, with the ids of their contents.</summary>
    public async Task<Dictionary<string, (LibraryFile File, string Id)>> BelowAsync(string folder, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync(
            $"SELECT path, bytes, modified, id FROM {_files} WHERE {IsBelow}",
            row => (File: new LibraryFile(_text.Read(row.GetString(0)), row.GetInt64(1), row.GetInt64(2)), Id: row.GetString(3)),
            cancellationToken, Below(folder));
        return rows.ToDictionary(row => row.File.Path, StringComparer.Ordinal);
    }

    public Task<List<string>> IdsAsync(CancellationToken cancellationToken) =>
        QueryAsync($"SELECT DISTINCT id FROM {_files}", row => row.GetString(0), cancellationToken);

    public async Task<bool> HasAsync(LibraryFile file, CancellationToken cancellationToken) => (await QueryAsync(
        $"SELECT bytes, modified FROM {_files} WHERE path_key = @key",
        row => (row.GetInt64(0), row.GetInt64(1)) == (file.Bytes, file.Modified), cancellationToken, ("key", KeyOf(file.Path)))).Contains(true);

    /// <summary>The failures below a folder since <see cref="Writer.BeginAsync"/>: paths and reasons.</summary>
    public Task<List<(string Path, string Reason)>> FailuresAsync(string folder, CancellationToken cancellationToken) => QueryAsync(
        $"SELECT path, reason FROM {_failures} WHERE {IsBelow} ORDER BY path", row => (_text.Read(row.GetString(0)), _text.Read(row.GetString(1))),
        cancellationToken, Below(folder));

    /// <summary>Writes in one transaction; if <paramref name="write"/> throws, nothing changes. It runs again if the database was lost.</summary>
    public Task WriteAsync(Func<Writer, Task> write, CancellationToken cancellationToken) => Database.WaitForAsync(async () =>
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var writer = new Writer(this, connection, cancellationToken);
        if (begin.Length > 0) await writer.ExecuteAsync(begin);
        await write(writer);
        await transaction.CommitAsync(cancellationToken);
    }, cancellationToken);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private Task<List<T>> QueryAsync<T>(
        string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params (string Name, object Value)[] parameters) =>
            Database.WaitForAsync(async () =>
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.QueryAsync(sql, read, cancellationToken, parameters);
    }, cancellationToken);

    // the root of a disk ends in a separator
    private (string, object) Below(string folder) =>
        ("folder", _text.Write(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar));

    public sealed class Writer(FileCatalogue catalogue, DbConnection connection, CancellationToken cancellationToken)
    {
        private readonly string _files = catalogue._files, _failures = catalogue._failures;
        private readonly StoredText _text = catalogue._text;

        /// <returns>The id of what was at the file's path before, or null.</returns>
        public async Task<string?> PutAsync(LibraryFile file, string id)
        {
            var before = await RemoveAsync(file.Path);
            await ExecuteAsync(
                $"INSERT INTO {_files} (path_key, path, bytes, modified, id) VALUES (@key, @path, @bytes, @modified, @id)",
                ("key", KeyOf(file.Path)), ("path", _text.Write(file.Path)), ("bytes", file.Bytes), ("modified", file.Modified), ("id", id));
            return before;
        }

        /// <returns>The id of what was at the path, or null.</returns>
        public async Task<string?> RemoveAsync(string path)
        {
            var key = ("key", (object)KeyOf(path));
            await ExecuteAsync($"DELETE FROM {_failures} WHERE path_key = @key", key);
            var ids = await connection.QueryAsync($"SELECT id FROM {_files} WHERE path_key = @key", row => row.GetString(0), cancellationToken, key);
            if (ids.Count > 0) await ExecuteAsync($"DELETE FROM {_files} WHERE path_key = @key", key);
            return ids.SingleOrDefault();
        }

        public async Task FailAsync(string path, string reason)
        {
            var key = ("key", (object)KeyOf(path));
            await ExecuteAsync($"DELETE FROM {_failures} WHERE path_key = @key", key);
            await ExecuteAsync(
                $"INSERT INTO {_failures} (path_key, path, reason) VALUES (@key, @path, @reason)",
                key, ("path", _text.Write(path)), ("reason", _text.Write(reason)));
        }

        /// <summary>Begins a run: forgets the failures of the last one.</summary>
        /// <param name="rehash">Whether files are due although they look unchanged; they are until they are recorded, even by a later run.</param>
        public async Task BeginAsync(string folder, bool rehash)
        {
            await ExecuteAsync($"DELETE FROM {_failures} WHERE {IsBelow}", catalogue.Below(folder));
            if (rehash) await ExecuteAsync($"UPDATE {_files} SET modified = {Due} WHERE {IsBelow}", catalogue.Below(folder));
        }

        /// <summary>Removes all files of a content: the next run examines them again.</summary>
        public Task ForgetAsync(string id) => ExecuteAsync($"DELETE FROM {_files} WHERE id = @id", ("id", id));

        public async Task<ItemPaths> PathsOfAsync(string id)
        {
            var paths = await connection.QueryAsync(
                $"SELECT path FROM {_files} WHERE id = @id ORDER BY path LIMIT {ItemPaths.Most}",
                row => _text.Read(row.GetString(0)), cancellationToken, ("id", id));
            var copies = await connection.QueryAsync(
                $"SELECT count(*) FROM {_files} WHERE id = @id", row => row.GetInt64(0), cancellationToken, ("id", id));
            return new(paths, copies[0]);
        }

        /// <returns>What is true of the whole store, or null if it is not known.</returns>
        public async Task<string?> SettingAsync(string name)
        {
            var sql = $"SELECT value FROM {catalogue._settings} WHERE name = @name";
            return (await connection.QueryAsync(sql, row => row.GetString(0), cancellationToken, ("name", name))).SingleOrDefault();
        }

        public async Task SetAsync(string name, string value)
        {
            await ExecuteAsync($"DELETE FROM {catalogue._settings} WHERE name = @name", ("name", name));
            await ExecuteAsync($"INSERT INTO {catalogue._settings} (name, value) VALUES (@name, @value)", ("name", name), ("value", value));
        }

        public Task ExecuteAsync(string sql, params (string Name, object Value)[] parameters) =>
            connection.ExecuteAsync(sql, cancellationToken, parameters);
    }
}
