using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.PostgreSql;
using Mmva.Sqlite;
using Mmva.Tasks;

namespace IndexLibrary.Stores;

/// <summary>The three places an index can have.</summary>
internal static class StoreOpening
{
    public static IMmvaBuilder UseStore(this IMmvaBuilder builder, (StoreKind Kind, string Address) store) => store.Kind switch
    {
        StoreKind.Sqlite => builder.AddRetrieval().UseSqliteIndex(store.Address),
        StoreKind.PostgreSql => builder.AddRetrieval().UsePostgreSqlIndex(store.Address),
        _ => builder.AddRetrieval(options => options.IndexFile = store.Address),
    };

    public static async Task<LibraryStore> OpenStoreAsync(this IServiceProvider services, (StoreKind Kind, string Address) store, CancellationToken cancellationToken) => store.Kind switch
    {
        StoreKind.Sqlite => await OpenSqliteAsync(services.GetRequiredService<SqliteEmotionIndex>(), store.Address, cancellationToken),
        StoreKind.PostgreSql => await PostgreSqlStore.OpenAsync(services.GetRequiredService<PostgreSqlEmotionIndex>(), store.Address, cancellationToken),
        _ => await FileStore.OpenAsync(services.GetRequiredService<InMemoryEmotionIndex>, store.Address, cancellationToken),
    };

    private static async Task<LibraryStore> OpenSqliteAsync(SqliteEmotionIndex index, string path, CancellationToken cancellationToken)
    {
        await index.CountAsync(cancellationToken: cancellationToken); // a file that is something else gets no catalogue beside it
        return new(index, await FileCatalogue.OfFileAsync(path, cancellationToken));
    }
}
