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
using Mmva.PostgreSql;
using Mmva.Prediction;
using Mmva.Tasks.Retrieval;
using Npgsql;

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
    var builder = new ServiceCollection()
        .AddLogging(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
        .AddMmva().UseCompact().AddRetrieval().UsePostgreSqlIndex(arguments.Store.Address);
    await using var services = builder.Services.BuildServiceProvider();
    var (predictor, images, sounds) = (services.GetRequiredService<IEmotionPredictor>(), services.GetRequiredService<IImageDecoder>(), services.GetRequiredService<IAudioDecoder>());

    await using var source = NpgsqlDataSource.Create(arguments.Store.Address);
    var store = await PostgreSqlStore.OpenAsync(services.GetRequiredService<PostgreSqlEmotionIndex>(), source, cancel.Token);
    if (arguments.Query is not null)
    {
        await new Query(services.GetRequiredService<IEmotionRetriever>(), images, sounds).PrintAsync(arguments, cancel.Token);
        return 0;
    }
    var (indexer, report) = (new Indexer(store, predictor, images, sounds), new RunReport());
    if (arguments.Workers is null) await LibraryRun.RunAsync(arguments, store, indexer, report, cancel.Token);
    else await new SharedRun(arguments, store, source, indexer, report).RunAsync(cancel.Token);
    await report.PrintAsync(store, cancel.Token);
    return report.HasFailures ? 1 : 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled; what was done is kept. The same command goes on from here.");
    return 130;
}
catch (Exception e) when (e is MmvaException or OptionsValidationException or DbException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
