// A media library in an emotion index: filled by one process or by many, kept up to date, and asked.

using System.Data.Common;
using IndexLibrary;
using IndexLibrary.Indexing;
using IndexLibrary.Stores;
using IndexLibrary.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva;
using Mmva.Compact;
using Mmva.Data.Audio;
using Mmva.Data.Images;
using Mmva.DependencyInjection;
using Mmva.Prediction;
using Mmva.Tasks.Retrieval;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}
Arguments arguments;
try
{
    arguments = Arguments.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n{Arguments.Usage}");
    return 2;
}
using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; cancel.Cancel(); };
try
{
    if (arguments.Query is not null && arguments.Store.Kind != StoreKind.PostgreSql && !File.Exists(arguments.Store.Address))
        throw new EmotionIndexException($"There is no index {arguments.Store.Address}.");
    await using var services = new ServiceCollection()
        .AddLogging(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
        .AddMmva().UseCompact().UseStore(arguments.Store)
        .Services.BuildServiceProvider();
    var (predictor, images, sounds) = (services.GetRequiredService<IEmotionPredictor>(), services.GetRequiredService<IImageDecoder>(), services.GetRequiredService<IAudioDecoder>());
    if (arguments.Query is not null)
    {
        await new Query(services.GetRequiredService<IEmotionRetriever>(), images, sounds).PrintAsync(arguments, cancel.Token);
        return 0;
    }

    await using var store = await services.OpenStoreAsync(arguments.Store, cancel.Token);
    var (indexer, report) = (new Indexer(store, predictor, images, sounds), new RunReport());
    if (arguments.Workers is null) await LibraryRun.RunAsync(arguments, store, indexer, report, cancel.Token);
    else await new SharedRun(arguments, (PostgreSqlStore)store, indexer, report).RunAsync(cancel.Token);
    await report.PrintAsync(store, cancel.Token);
    return report.HasFailures ? 1 : 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled; what was done is kept. The same command goes on from here.");
    return 130;
}
catch (Exception e) when (e is MmvaException or OptionsValidationException or DbException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
