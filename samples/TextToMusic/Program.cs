// The music in a folder that feels like a text.

using System.Globalization;
using DemoMedia;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva;
using Mmva.Compact;
using Mmva.Data.Audio;
using Mmva.DependencyInjection;
using Mmva.Model;
using Mmva.Prediction;
using Mmva.Tasks.Retrieval;
using Mmva.Tasks.Retrieval.InMemory;
using TextToMusic;

if (args.Any(a => a is "--help" or "-h"))
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
var demo = Directory.CreateTempSubdirectory("mmva-tracks-").FullName;
try
{
    // 1. Mmva with its trained default, and an index that may come from a file.
    await using var services = new ServiceCollection()
        .AddLogging(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
        .AddMmva().UseCompact().AddRetrieval(options => (options.IndexFile, options.KeepEmbeddings) = (arguments.IndexFile, false))
        .Services.BuildServiceProvider();
    var decoder = services.GetRequiredService<IAudioDecoder>();

    if (arguments.Data is { } data)
    {
        await new Evaluation(services.GetRequiredService<IEmotionPredictor>(), decoder).RunAsync(data, cancel.Token);
        return 0;
    }

    // 2. Every track at its place on the plane of valence and arousal.
    if (arguments.Folder is null)
    {
        Console.Error.WriteLine("No folder is given: here are synthesised tracks. Try it with your own music: TextToMusic \"a quiet evening\" FOLDER");
        DemoTracks.Write(demo);
    }
    var folder = arguments.Folder ?? demo;
    var retriever = services.GetRequiredService<IEmotionRetriever>();
    var (tracks, failures) = await new MusicFolder(retriever, decoder).IndexAsync(folder, cancel.Token);
    if (arguments.IndexFile is { } file) await services.GetRequiredService<InMemoryEmotionIndex>().SaveAsync(file, cancel.Token);

    // 3. The tracks nearest to the text. The index may know tracks of other folders, or of the past.
    var all = (int)Math.Max(1, await retriever.Index.CountAsync(Modality.Music, cancel.Token));
    var matches = await retriever.FindAsync(arguments.Text!, all, Modality.Music, cancel.Token);
    foreach (var match in matches.Where(match => tracks.Contains(match.Item.Id)).Take(arguments.Count))
    {
        var emotion = match.Item.Emotion;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{match.Similarity:F3}\t{emotion.Valence:F3}\t{emotion.Arousal:F3}\t{Path.GetRelativePath(folder, match.Item.Id)}"));
    }
    if (tracks.Count == 0) Console.Error.WriteLine($"{folder}: no music was found.");
    return failures == 0 && tracks.Count > 0 ? 0 : 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled.");
    return 130;
}
catch (Exception e) when (e is MmvaException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
finally
{
    Directory.Delete(demo, recursive: true);
}
