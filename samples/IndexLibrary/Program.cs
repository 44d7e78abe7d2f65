// A media library in an emotion index: filled by one process or by many, kept up to date, and asked.

using ConsoleProgram;
using IndexLibrary;
using IndexLibrary.Indexing;
using IndexLibrary.Stores;
using IndexLibrary.Workers;
using Microsoft.Extensions.DependencyInjection;
using Mmva;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    if (arguments.Query is not null && arguments.Store.Kind != StoreKind.PostgreSql && !File.Exists(arguments.Store.Address))
        throw new EmotionIndexException($"There is no index {arguments.Store.Address}.");
    await using var services = Services.Build(mmva => mmva.UseStore(arguments.Store));
    var decoder = services.GetRequiredService<MediaDecoder>();
    if (arguments.Query is not null)
    {
        await new Query(services.GetRequiredService<IEmotionRetriever>(), decoder).PrintAsync(arguments, cancellationToken);
        return 0;
    }

    await using var store = await services.OpenStoreAsync(arguments.Store, cancellationToken);
    var indexer = new Indexer(store, services.GetRequiredService<IEmotionPredictor>(), decoder);
    var report = new RunReport();
    if (arguments.Workers is null) await LibraryRun.RunAsync(arguments, store, indexer, report, cancellationToken);
    else await new SharedRun(arguments, (PostgreSqlStore)store, indexer, report).RunAsync(cancellationToken);
    await report.PrintAsync(store, cancellationToken);
    return report.HasFailures ? 1 : 0;
}).RunAsync(args, cancelled: "Cancelled; what was done is kept. The same command goes on from here.");
