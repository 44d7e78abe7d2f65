using Mmva.PostgreSql;
using Npgsql;

namespace IndexLibrary.Stores;

/// <summary>Index, catalogue and queue in one PostgreSQL database.</summary>
internal static class PostgreSqlStore
{
    /// <summary>The schema of index and catalogue.</summary>
    public const string Schema = PostgreSqlIndexOptions.DefaultSchema;

    /// <summary>The advisory lock that writers of the catalogue hold: what one reads of a content's copies no other changes meanwhile.</summary>
    public const int LockNumber = 0x4D4D5641;

    public static async Task<LibraryStore> OpenAsync(PostgreSqlEmotionIndex index, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await index.MigrateAsync(cancellationToken);
        var catalogue = new FileCatalogue(source, Schema + ".", $"SELECT pg_advisory_xact_lock({LockNumber})");
        await catalogue.CreateAsync(cancellationToken);
        return new(index, catalogue, _ => Task.CompletedTask, TimeSpan.FromSeconds(1));
    }
}
