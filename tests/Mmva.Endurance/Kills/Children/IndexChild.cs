using System.CommandLine;
using ConsoleProgram;
using IndexLibrary;
using IndexLibrary.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva.Data;

namespace Mmva.Endurance.Kills.Children;

/// <summary>samples/IndexLibrary with its own command line, and a predictor without weights. Prints each file once it is recorded.</summary>
internal static class IndexChild
{
    public const string Name = "child-index";
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(5);

    public static Command Command()
    {
        var words = new Argument<string[]>("WORDS") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(Name) { words };
        command.Hidden = true;
        // words behind -- are those of the sample
        command.SetAction((line, cancellationToken) => Arguments.Command(RunAsync).Read([.. line.GetRequiredValue(words)])
            .InvokeAsync(new() { EnableDefaultExceptionHandler = false }, cancellationToken));
        return command;
    }

    /// <summary>The services of a store.</summary>
    public static ServiceProvider Services((StoreKind Kind, string Address) store)
    {
        var services = new ServiceCollection().AddLogging(log => log.SetMinimumLevel(LogLevel.Warning));
        LibraryStore.Use(services.AddMmva().AddMedia(), store);
        services.AddSingleton<IEmotionPredictor>(new TinyPredictor(BatchTime));
        return services.BuildServiceProvider();
    }

    private static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        Console.WriteLine("begins");
        await using var services = Services(arguments.Store);
        await using var store = await LibraryStore.OpenAsync(services, arguments.Store, cancellationToken);
        await AgreedListening.AgreeAsync(store, arguments.Listening, cancellationToken);
        var indexer = new Indexer(store, services.GetRequiredService<IEmotionPredictor>(), services.GetRequiredService<MediaDecoder>());
        var report = new RunReport();
        if (arguments.Workers is not null) await new SharedRun(arguments, (PostgreSqlStore)store, indexer, report).RunAsync(cancellationToken);
        else
        {
            var changes = await FolderChanges.FindAsync(arguments, store, cancellationToken);
            report.Begin(changes);
            await indexer.IndexAsync(changes.ToIndex, outcome => Console.WriteLine($"done {outcome.File.Path}"), cancellationToken);
            report.End(changes, await MissingFiles.RemoveAsync(arguments, store, changes, cancellationToken));
        }
        return 0;
    }
}
