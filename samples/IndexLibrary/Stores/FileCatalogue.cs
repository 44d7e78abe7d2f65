using System.Data.Common;
using IndexLibrary.Files;
using Microsoft.Data.Sqlite;

namespace IndexLibrary.Stores;

/// <summary>Which files are in the index, as they were when they were indexed: what makes a run go on where the last one ended. The same SQL for SQLite and PostgreSQL.</summary>
/// <param name="source">The database.</param>
/// <param name="tables">What the names of the tables begin with.</param>
/// <param name="begin">Statements at the start of each transaction that writes: in PostgreSQL, a lock.</param>
internal sealed class FileCatalogue(DbDataSource source, string tables, string begin) : IAsyncDisposable
{
    /// <summary>The catalogue beside an index file, in SQLite.</summary>
    public static async Task<FileCatalogue> OfFileAsync(string index, CancellationToken cancellationToken)
    {
        var source = SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder { DataSource = index + ".files", Pooling = false }.ConnectionString);
        var catalogue = new FileCatalogue(source, "", "");
        await catalogue.CreateAsync(cancellationToken);
        return catalogue;
    }

    public string Files => $"{tables}library_files";

    public string Failures => $"{tables}library_failures";

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var writer = await WriteAsync(cancellationToken);
        await writer.ExecuteAsync($"""
            CREATE TABLE IF NOT EXISTS {Files} (path_key text PRIMARY KEY, path text NOT NULL, bytes bigint NOT NULL, modified bigint NOT NULL, id text NOT NULL);
            CREATE INDEX IF NOT EXISTS library_files_id ON {Files} (id);
            CREATE TABLE IF NOT EXISTS {Failures} (path_key text PRIMARY KEY, path text NOT NULL, reason text NOT NULL)
            """, cancellationToken);
        await writer.CommitAsync(cancellationToken);
    }

    /// <summary>The files below a folder, with the ids of their contents.</summary>
    public async Task<Dictionary<string, (LibraryFile File, string Id)>> BelowAsync(string folder, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var files = new Dictionary<string, (LibraryFile, string)>(StringComparer.Ordinal);
        await foreach (var row in connection.QueryAsync($"SELECT path, bytes, modified, id FROM {Files} WHERE {IsBelow}", cancellationToken, ("folder", Prefix(folder))))
            files[row.GetString(0)] = (new(row.GetString(0), row.GetInt64(1), row.GetInt64(2)), row.GetString(3));
        return files;
    }

    /// <summary>The ids of all contents.</summary>
    public async Task<HashSet<string>> IdsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in connection.QueryAsync($"SELECT DISTINCT id FROM {Files}", cancellationToken)) ids.Add(row.GetString(0));
        return ids;
    }

    /// <summary>Whether a file is there as it is now.</summary>
    public async Task<bool> HasAsync(LibraryFile file, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await foreach (var row in connection.QueryAsync($"SELECT bytes, modified FROM {Files} WHERE path_key = @key", cancellationToken, ("key", ContentId.OfText(file.Path))))
            return (row.GetInt64(0), row.GetInt64(1)) == (file.Bytes, file.Modified);
        return false;
    }

    /// <summary>What went wrong below a folder since <see cref="CatalogueWriter.ForgetFailuresAsync"/>.</summary>
    public async Task<List<string>> FailuresAsync(string folder, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var reasons = new List<string>();
        await foreach (var row in connection.QueryAsync($"SELECT reason FROM {Failures} WHERE {IsBelow} ORDER BY path", cancellationToken, ("folder", Prefix(folder)))) reasons.Add(row.GetString(0));
        return reasons;
    }

    public async Task<CatalogueWriter> WriteAsync(CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        var writer = new CatalogueWriter(this, connection, await connection.BeginTransactionAsync(cancellationToken));
        if (begin.Length > 0) await writer.ExecuteAsync(begin, cancellationToken);
        return writer;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    public const string IsBelow = "substr(path, 1, length(@folder)) = @folder";

    public static string Prefix(string folder) => Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar; // the root of a disk ends in one
}
