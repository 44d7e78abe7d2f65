using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace Mmva.Endurance.Kills.Children;

/// <summary>Predicts the 54,912 prompts of the default set into a catalogue, and prints how many are done.</summary>
internal static class CatalogueChild
{
    public const string Name = "child-catalogue";
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(3);

    public static Command Command()
    {
        var folder = new Argument<string>("FOLDER");
        var command = new Command(Name) { folder };
        command.Hidden = true;
        command.SetAction((line, cancellationToken) => RunAsync(line.GetRequiredValue(folder), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, CancellationToken cancellationToken)
    {
        Console.WriteLine("begins");
        var services = new ServiceCollection().AddLogging();
        services.AddMmva().AddPromptGeneration(options => options.Folder = folder);
        services.AddSingleton<IEmotionPredictor>(new TinyPredictor(BatchTime));
        await using var provider = services.BuildServiceProvider();
        var catalogue = await provider.GetRequiredService<IPromptSelector>().PrepareAsync(new Lines(), cancellationToken);
        Console.WriteLine($"complete {catalogue.Count}");
        return 0;
    }

    private sealed class Lines : IProgress<PromptCatalogueProgress>
    {
        public void Report(PromptCatalogueProgress value) => Console.WriteLine($"done {value.Done}");
    }
}
