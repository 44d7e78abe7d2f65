// The music in a folder that feels like a text.

using ConsoleProgram;
using DemoMedia;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Tasks;
using TextToMusic;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    using var demo = new DemoFolder();

    // 1. Mmva with its trained default, and an index that may come from a file. Music is listened to once, and in excerpts.
    var listening = arguments.Data is not null ? new(Excerpt: null) // as the models of the evaluation were trained
        : arguments.Folder is null && arguments.Manifest is null ? arguments.Listening with { Cache = null } : arguments.Listening;
    await using var services = Services.Build(mmva => listening.AddTo(mmva).AddRetrieval(options =>
    {
        options.IndexFile = arguments.IndexFile;
        options.KeepEmbeddings = false;
    }));
    var decoder = new MediaDecoder(services.GetRequiredService<IAudioDecoder>());

    if (arguments.Manifest is { } manifest)
    {
        return await PairEvaluation.RunAsync(
            services.GetRequiredService<IEmotionPredictor>(), decoder, manifest, arguments.Pairs, arguments.Seed, cancellationToken);
    }
    if (arguments.Data is { } data)
    {
        await new Evaluation(services.GetRequiredService<IEmotionPredictor>(), decoder).RunAsync(data, cancellationToken);
        return 0;
    }

    // 2. The valence and arousal of every track.
    if (arguments.Folder is null)
    {
        Console.Error.WriteLine(
            "No folder is given: here are synthesized tracks. Try it with your own music: TextToMusic \"a quiet evening\" FOLDER");
        DemoTracks.Write(demo.Path);
    }
    var folder = arguments.Folder ?? demo.Path;
    var retriever = services.GetRequiredService<IEmotionRetriever>();
    var failures = new Failures();
    var tracks = await new MusicFolder(retriever, decoder, listening).IndexAsync(folder, failures, cancellationToken);
    if (arguments.IndexFile is { } file) await services.GetRequiredService<InMemoryEmotionIndex>().SaveAsync(file, cancellationToken);

    // 3. The tracks nearest to the text. The index may hold tracks of other folders, or of earlier runs.
    var all = (int)Math.Max(1, await retriever.Index.CountAsync(Modality.Music, cancellationToken));
    var matches = await retriever.FindAsync(arguments.Text!, all, Modality.Music, cancellationToken);
    foreach (var match in matches.Where(match => tracks.ContainsKey(match.Item.Id)).Take(arguments.Count))
    {
        var (emotion, name) = (match.Item.Emotion, Names.OneLine(Path.GetRelativePath(folder, tracks[match.Item.Id])));
        Console.WriteLine($"{match.Similarity:F3}\t{emotion.Valence:F3}\t{emotion.Arousal:F3}\t{name}");
    }
    if (tracks.Count > 0) return failures.ExitCode;
    Console.Error.WriteLine($"{folder}: no music was found.");
    return 1;
}).RunAsync(args);
