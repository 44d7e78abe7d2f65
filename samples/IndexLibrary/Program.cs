// A media library in an emotion index: filled by one process or by many, kept up to date, and queried.

using ConsoleProgram;
using IndexLibrary;
using IndexLibrary.Workers;
using Microsoft.Extensions.DependencyInjection;
using Mmva;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    if (arguments.Query is not null && arguments.Store.Kind != StoreKind.PostgreSql && !File.Exists(arguments.Store.Address))
        throw new EmotionIndexException($"There is no index {arguments.Store.Address}.");
    // the decoders are created when the store has said how much of each piece it listens to
    var listening = arguments.Listening;
    await using var services = Services.Build(
        mmva => LibraryStore.Use(arguments.Images.Apply(mmva).AddMagick(), arguments.Store)
            .AddMedia(configureAudio: audio => listening.Configure(audio)));
    if (arguments.Query is not null)
    {
        var retriever = services.GetRequiredService<IEmotionRetriever>();
        await Query.PrintAsync(arguments, retriever, services.GetRequiredService<MediaDecoder>(), cancellationToken);
        return 0;
    }

    await using var store = await LibraryStore.OpenAsync(services, arguments.Store, cancellationToken);
    listening = await AgreedListening.AgreeAsync(store, listening, cancellationToken);
    var indexer = new Indexer(
        store, services.GetRequiredService<IEmotionPredictor>(), services.GetRequiredService<MediaDecoder>(), listening.DecodeAhead);
    var report = new RunReport();
    if (arguments.Workers is not null) await new SharedRun(arguments, (PostgreSqlStore)store, indexer, report).RunAsync(cancellationToken);
    else
    {
        var changes = await FolderChanges.FindAsync(arguments, store, cancellationToken);
        report.Begin(changes);
        await indexer.IndexAsync(changes.ToIndex, report.Add, cancellationToken);
        report.End(changes, await MissingFiles.RemoveAsync(arguments, store, changes, cancellationToken));
    }
    await report.PrintAsync(store, cancellationToken);
    return report.HasFailures ? 1 : 0;
}).RunAsync(args, canceled: "Canceled; what was done is kept. The same command resumes from here.");
