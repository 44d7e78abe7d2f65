using System.CommandLine;
using Mmva.Encoders;

namespace Mmva.Endurance.Kills.Children;

/// <summary>Downloads the files of a model, and prints how many bytes are there.</summary>
internal static class DownloadChild
{
    public const string Name = "child-download", Repository = "endurance/model", Revision = "main";

    public static Command Command()
    {
        var (folder, server) = (new Argument<string>("FOLDER"), new Argument<string>("SERVER"));
        var files = new Argument<string[]>("FILES") { Arity = ArgumentArity.OneOrMore, Description = "NAME:BYTES:SHA256, or NAME only" };
        var command = new Command(Name) { folder, server, files };
        command.Hidden = true;
        command.SetAction((line, cancellationToken) => RunAsync(
            line.GetRequiredValue(folder), new Uri(line.GetRequiredValue(server)), line.GetRequiredValue(files), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, Uri server, string[] files, CancellationToken cancellationToken)
    {
        Console.WriteLine("begins");
        using var hub = new ModelHub(new() { BaseAddress = server, CacheFolder = folder, RetryDelay = TimeSpan.FromMilliseconds(20) });
        var wanted = files.Select(file => file.Split(':')).Select(parts => parts.Length == 1
            ? new HubFile(parts[0]) : new HubFile(parts[0], long.Parse(parts[1], null), parts[2]));
        await hub.DownloadAsync(Repository, Revision, wanted, new Lines(), cancellationToken);
        Console.WriteLine("complete");
        return 0;
    }

    private sealed class Lines : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => Console.WriteLine($"received {value.File} {value.BytesDone}");
    }
}
