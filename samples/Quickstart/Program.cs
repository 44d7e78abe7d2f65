// From an image or a sentence to the music that feels like it, in five steps.

using ConsoleProgram;
using DemoMedia;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Data;
using Quickstart;
using Quickstart.Page;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    using var demo = new DemoFolder();

    // 1. Mmva with its trained default: three small encoders and the model, all in the package. Music is listened to once, and in excerpts.
    var listening = arguments.MusicFolder is null ? arguments.Listening with { Cache = null } : arguments.Listening;
    await using var services = Services.Build(mmva => listening.AddTo(arguments.Limits.Apply(mmva)));
    var predictor = services.GetRequiredService<IEmotionPredictor>();
    var similarity = services.GetRequiredService<EmotionalSimilarity>();
    var images = services.GetRequiredService<IImageDecoder>();
    var audio = services.GetRequiredService<IAudioDecoder>();

    // 2. Something to match: your image, your words, or four painted images.
    var queries = new List<Query>();
    if (arguments.Query is { } text && !File.Exists(text))
        queries.Add(new Query(text, await predictor.PredictAsync(text, cancellationToken), null));
    else
        foreach (var path in arguments.Query is { } picture ? [picture] : DemoPictures.Write(demo.Path))
        {
            var image = images.Decode(path, cancellationToken);
            var emotion = await predictor.PredictAsync(image, cancellationToken);
            queries.Add(new Query(Path.GetFileNameWithoutExtension(path), emotion, Thumbnail.Jpeg(image, longSide: 360)));
        }

    // 3. Some music: your folder, or eight synthesized tracks. A file that fails is reported and does not affect the others.
    if (arguments.MusicFolder is null) DemoTracks.Write(demo.Path);
    var folder = arguments.MusicFolder ?? demo.Path;
    var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} tracks");
    var paths = MediaFiles.Find(folder, MediaKind.Audio, out var passedOver);
    if (passedOver.Count > 0) Console.Error.WriteLine(MediaFiles.DescribePassedOver(passedOver));
    var results = predictor.PredictFilesAsync(
        paths, new MediaDecoder(audio), new() { DecodeAhead = listening.DecodeAhead }, progress, cancellationToken);
    var tracks = new List<Track>();
    await foreach (var (path, predicted) in new Failures().Without(results))
        tracks.Add(new(Names.OneLine(Path.GetFileNameWithoutExtension(path)), predicted.Emotion, path));
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
            Console.WriteLine($"  {similarity.Score(query.Emotion, track.Emotion):F3}  {track.Emotion}  {track.Name}");
    }

    // 5. The same as a page.
    EmotionPage.Write(arguments.Page, queries, Ranked(queries[0]), similarity, new Players().AudioOf);
    Console.WriteLine($"\nLook and listen: {Path.GetFullPath(arguments.Page)}");
    return 0;

    List<Track> Ranked(Query query) =>
        [.. tracks.OrderByDescending(track => similarity.Score(query.Emotion, track.Emotion)).ThenBy(track => track.Name, StringComparer.Ordinal)];
}).RunAsync(args);
