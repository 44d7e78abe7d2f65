using System.Diagnostics;
using IndexLibrary.Workers;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.PostgreSql;
using Mmva.Sqlite;
using Mmva.Tasks;
using Npgsql;

namespace IndexLibrary;

/// <summary>The index and the catalogue of its files; in SQLite as it is here.</summary>
internal class LibraryStore(IEmotionIndex index, FileCatalogue catalogue) : IAsyncDisposable
{
    public IEmotionIndex Index => index;

    public FileCatalogue Catalogue => catalogue;

    /// <summary>How much of a piece of music was listened to, for its payload; null before it is agreed.</summary>
    public string? ListensTo { get; set; }

    /// <summary>Finds an item; waits for a database that cannot be reached.</summary>
    public Task<EmotionItem?> FindAsync(string id, CancellationToken cancellationToken) =>
        Database.WaitForAsync(() => index.FindAsync(id, cancellationToken), cancellationToken);

    /// <summary>How often recording the progress is worth its time.</summary>
    public virtual TimeSpan SaveInterval => TimeSpan.FromSeconds(1);

    /// <summary>Makes what was written to the index durable; a database needs nothing.</summary>
    public virtual Task SaveAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual ValueTask DisposeAsync() => catalogue.DisposeAsync();

    public static IMmvaBuilder Use(IMmvaBuilder builder, (StoreKind Kind, string Address) store) => store.Kind switch
    {
        StoreKind.Sqlite => builder.AddRetrieval().UseSqliteIndex(store.Address),
        StoreKind.PostgreSql => builder.AddRetrieval().UsePostgreSqlIndex(store.Address),
        _ => builder.AddRetrieval(options => options.IndexFile = store.Address),
    };

    public static async Task<LibraryStore> OpenAsync(
        IServiceProvider services, (StoreKind Kind, string Address) store, CancellationToken cancellationToken) => store.Kind switch
    {
        StoreKind.Sqlite => await OpenSqliteAsync(services.GetRequiredService<SqliteEmotionIndex>(), store.Address, cancellationToken),
        StoreKind.PostgreSql => await PostgreSqlStore.OpenAsync(
            services.GetRequiredService<PostgreSqlEmotionIndex>(), store.Address, cancellationToken),
        _ => await FileStore.OpenAsync(services.GetRequiredService<InMemoryEmotionIndex>, store.Address, cancellationToken),
    };

    private static async Task<LibraryStore> OpenSqliteAsync(SqliteEmotionIndex index, string path, CancellationToken cancellationToken)
    {
        await index.CountAsync(cancellationToken: cancellationToken); // a file that is something else gets no catalogue next to it
        return new(index, await FileCatalogue.OfFileAsync(path, cancellationToken));
    }
}

/// <summary>Index, catalogue and queue in one PostgreSQL database.</summary>
internal sealed class PostgreSqlStore(PostgreSqlEmotionIndex index, FileCatalogue catalogue, NpgsqlDataSource source, StoredText text)
    : LibraryStore(index, catalogue)
{
    public const string Schema = PostgreSqlIndexOptions.DefaultSchema;

    // held by whoever writes the catalogue: nobody changes the copies of a content that another one has just read
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('IndexLibrary', 0))";

    public NpgsqlDataSource Source => source;

    /// <summary>How names are stored in the tables of this database.</summary>
    public StoredText Text => text;

    public static async Task<PostgreSqlStore> OpenAsync(PostgreSqlEmotionIndex index, string connectionString, CancellationToken cancellationToken)
    {
        await index.MigrateAsync(cancellationToken); // creates the schema, too
        var source = NpgsqlDataSource.Create(connectionString);
        var encoding = await Database.WaitForAsync(() => EncodingAsync(source, cancellationToken), cancellationToken);
        var text = new StoredText(isUnicode: encoding is "UTF8" or "SQL_ASCII");
        var catalogue = new FileCatalogue(source, Schema + ".", Lock, text);
        await catalogue.CreateAsync(cancellationToken);
        await catalogue.WriteAsync(writer => writer.ExecuteAsync(FolderLease.CreateTable), cancellationToken);
        return new(index, catalogue, source, text);
    }

    private static async Task<string> EncodingAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT current_setting('server_encoding')");
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

/// <summary>The index in memory and in a file, for one process at a time.</summary>
internal sealed class FileStore(InMemoryEmotionIndex index, string path, FileStream lockFile, FileCatalogue catalogue)
    : LibraryStore(index, catalogue)
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(10);

    private TimeSpan _lastSave;

    /// <summary>Saving writes the whole file: it may take a tenth of the time.</summary>
    public override TimeSpan SaveInterval => TimeSpan.FromTicks(Math.Max(ShortestInterval.Ticks, 10 * _lastSave.Ticks));

    public static async Task<FileStore> OpenAsync(Func<InMemoryEmotionIndex> open, string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path)) throw new EmotionIndexException($"{path} is a folder; name a file for the index.");
        var lockFile = Lock(path);
        try
        {
            var index = open();
            // left by a process that was killed while it saved
            var unfinished = $"{Path.GetFileName(path)}.{new string('?', 32)}.tmp";
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, unfinished)) File.Delete(file);
            return new(index, path, lockFile, await FileCatalogue.OfFileAsync(path, cancellationToken));
        }
        catch
        {
            await lockFile.DisposeAsync();
            throw;
        }
    }

    public override async Task SaveAsync(CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();
        await ((InMemoryEmotionIndex)Index).SaveAsync(path, cancellationToken);
        _lastSave = since.Elapsed;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await lockFile.DisposeAsync();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var isMissing = e is DirectoryNotFoundException or UnauthorizedAccessException;
            var hint = isMissing ? "" : " Another process may be filling it; several fill an index in PostgreSQL.";
            throw new EmotionIndexException($"{path} cannot be used: {e.Message}{hint}", e);
        }
    }
}
