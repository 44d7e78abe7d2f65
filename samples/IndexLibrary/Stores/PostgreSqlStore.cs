using Mmva.PostgreSql;
using Npgsql;

namespace IndexLibrary.Stores;

/// <summary>Index, catalogue and queue in one PostgreSQL database.</summary>
internal sealed class PostgreSqlStore : LibraryStore
{
    /// <summary>The schema of index and catalogue.</summary>
    public const string Schema = PostgreSqlIndexOptions.DefaultSchema;

    // held by whoever writes the catalogue: what one reads of a content's copies no other changes meanwhile
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('IndexLibrary', 0))";

    private PostgreSqlStore(PostgreSqlEmotionIndex index, FileCatalogue catalogue, NpgsqlDataSource source) : base(index, catalogue) => Source = source;

    public NpgsqlDataSource Source { get; }

    public static async Task<PostgreSqlStore> OpenAsync(PostgreSqlEmotionIndex index, string connectionString, CancellationToken cancellationToken)
    {
        await index.MigrateAsync(cancellationToken); // makes the schema, too
        var source = NpgsqlDataSource.Create(connectionString);
        var catalogue = new FileCatalogue(source, Schema + ".", Lock);
        await catalogue.CreateAsync(cancellationToken);
        return new(index, catalogue, source);
    }
}
