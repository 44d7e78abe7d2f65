using System.Data.Common;
using IndexLibrary.Files;

namespace IndexLibrary.Stores;

/// <summary>A transaction on the catalogue; left without <see cref="CommitAsync"/> it changes nothing.</summary>
internal sealed class CatalogueWriter(FileCatalogue catalogue, DbConnection connection, DbTransaction transaction) : IAsyncDisposable
{
    /// <summary>Puts a file into the catalogue.</summary>
    /// <returns>The id of what lay at its path before, or null.</returns>
    public async Task<string?> PutAsync(LibraryFile file, string id, CancellationToken cancellationToken)
    {
        var before = await RemoveAsync(file.Path, cancellationToken);
        await ExecuteAsync($"INSERT INTO {catalogue.Files} (path_key, path, bytes, modified, id) VALUES (@key, @path, @bytes, @modified, @id)", cancellationToken,
            ("key", ContentId.OfText(file.Path)), ("path", file.Path), ("bytes", file.Bytes), ("modified", file.Modified), ("id", id));
        return before;
    }

    /// <summary>Takes a path out of the catalogue, and its failure.</summary>
    /// <returns>The id of what lay there, or null.</returns>
    public async Task<string?> RemoveAsync(string path, CancellationToken cancellationToken)
    {
        var key = ("key", (object)ContentId.OfText(path));
        await ExecuteAsync($"DELETE FROM {catalogue.Failures} WHERE path_key = @key", cancellationToken, key);
        string? id = null;
        await foreach (var row in connection.QueryAsync($"SELECT id FROM {catalogue.Files} WHERE path_key = @key", cancellationToken, key)) id = row.GetString(0);
        if (id is not null) await ExecuteAsync($"DELETE FROM {catalogue.Files} WHERE path_key = @key", cancellationToken, key);
        return id;
    }

    public Task FailAsync(string path, string reason, CancellationToken cancellationToken) =>
        ExecuteAsync($"INSERT INTO {catalogue.Failures} (path_key, path, reason) VALUES (@key, @path, @reason)", cancellationToken, ("key", ContentId.OfText(path)), ("path", path), ("reason", reason));

    public Task ForgetFailuresAsync(string folder, CancellationToken cancellationToken) =>
        ExecuteAsync($"DELETE FROM {catalogue.Failures} WHERE {FileCatalogue.IsBelow}", cancellationToken, ("folder", FileCatalogue.Prefix(folder)));

    /// <summary>Takes all files of a content out of the catalogue: the next run looks at them again.</summary>
    public Task ForgetAsync(string id, CancellationToken cancellationToken) => ExecuteAsync($"DELETE FROM {catalogue.Files} WHERE id = @id", cancellationToken, ("id", id));

    /// <summary>Where the copies of a content lie.</summary>
    public async Task<ItemPaths> PathsOfAsync(string id, CancellationToken cancellationToken)
    {
        var (paths, copies) = (new List<string>(), 0L);
        await foreach (var row in connection.QueryAsync($"SELECT path FROM {catalogue.Files} WHERE id = @id ORDER BY path LIMIT {ItemPaths.Most}", cancellationToken, ("id", id))) paths.Add(row.GetString(0));
        await foreach (var row in connection.QueryAsync($"SELECT count(*) FROM {catalogue.Files} WHERE id = @id", cancellationToken, ("id", id))) copies = row.GetInt64(0);
        return new(paths, copies);
    }

    public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    public Task ExecuteAsync(string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters) => connection.ExecuteAsync(sql, cancellationToken, parameters);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
