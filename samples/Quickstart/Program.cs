// From a picture or a sentence to the music that feels like it, in five steps.

using ConsoleProgram;
using DemoMedia;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva;
using Mmva.Data;
using Quickstart;
using Quickstart.Page;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    using var demo = new DemoFolder();

    // 1. Mmva with its trained default: three small towers and the heads, all in the package.
    await using var services = new ServiceCollection()
        .AddLogging(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
        .AddMmva().UseCompact()
        .Services.BuildServiceProvider();
    var predictor = services.GetRequiredService<IEmotionPredictor>();
    var similarity = services.GetRequiredService<EmotionalSimilarity>();
    var (images, sounds) = (services.GetRequiredService<IImageDecoder>(), services.GetRequiredService<IAudioDecoder>());

    // 2. Something to match: your picture, your words, or four painted pictures.
    var queries = new List<Query>();
    if (arguments.Query is { } text && !File.Exists(text))
        queries.Add(new Query(text, await predictor.PredictAsync(text, cancellationToken), null));
    else
        foreach (var path in arguments.Query is { } picture ? [picture] : DemoPictures.Write(demo.Path))
        {
            var image = images.Decode(path, cancellationToken);
            queries.Add(new Query(Path.GetFileNameWithoutExtension(path), await predictor.PredictAsync(image, cancellationToken), Thumbnail.Jpeg(image, longSide: 360)));
        }

    // 3. Some music: your folder, or eight synthesised tracks. A file that cannot be read is named, and the others go on.
    if (arguments.MusicFolder is null) DemoTracks.Write(demo.Path);
    var folder = arguments.MusicFolder ?? demo.Path;
    var tracks = await Library.PredictAsync(folder, predictor, sounds, cancellationToken);
    if (tracks.Count == 0)
    {
        Console.Error.WriteLine($"No music that can be read was found in {folder}.");
        return 1;
    }

    // 4. The ranking: Eq. 1 on the emotion plane, best match first.
    foreach (var query in queries)
    {
        Console.WriteLine($"\n{query.Name}  {query.Emotion}");
        foreach (var track in Ranked(query))
            Console.WriteLine($"  {similarity.Score(query.Emotion, track.Emotion).ToString("F3", System.Globalization.CultureInfo.InvariantCulture)}  {track.Emotion}  {track.Name}");
    }

    // 5. The same as a page.
    EmotionPage.Write(arguments.Page, queries, Ranked(queries[0]), similarity, new Players(sounds).SoundOf);
    Console.WriteLine($"\nLook and listen: {Path.GetFullPath(arguments.Page)}");
    return 0;

    List<Track> Ranked(Query query) => [.. tracks.OrderByDescending(track => similarity.Score(query.Emotion, track.Emotion)).ThenBy(track => track.Name, StringComparer.Ordinal)];
}).RunAsync(args);
