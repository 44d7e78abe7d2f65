// A playlist by emotion: a mix for a mood, or a smooth way from one mood or track to another.

using ConsoleProgram;
using DemoMedia;
using MakePlaylist;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Tasks;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    // What can fail is tried before the long work.
    using var target = OutputFolder.Create(Path.GetDirectoryName(Path.GetFullPath(arguments.Out))!, Path.GetFileName(arguments.Out));
    var moods = arguments.Vocabulary is { } words ? MoodVocabulary.Load(words) : MoodVocabulary.Default;

    // A smart playlist contains rules; the server finds the tracks.
    if (arguments.SmartLimit is { } limit)
    {
        new SmartPlaylist(arguments.Name, arguments.Mix!.Region) { Limit = limit, Comment = $"{arguments.Mix.Region}" }.Write(arguments.Out);
        Console.WriteLine($"{arguments.Out}: {arguments.Mix.Region}");
        Console.Error.WriteLine($"""
            Put it into the music folder of Navidrome. The tracks need the tags VALENCE and AROUSAL, and navidrome.toml these lines:

            {SmartPlaylist.ServerSettings}
            """);
        return 0;
    }

    // 1. Some music.
    var folder = arguments.Music;
    if (folder is null)
    {
        folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(arguments.Out))!, "demo tracks");
        Console.Error.WriteLine($"No folder of music is given: here are synthesized tracks, in '{folder}'.");
        Directory.CreateDirectory(folder);
        DemoTracks.Write(folder);
    }

    // 2. Mmva with its trained default, an index that may come from a file, and playlists. Music is listened to once, and in excerpts.
    var listening = arguments.Music is null ? arguments.Listening with { Cache = null } : arguments.Listening;
    var library = new MusicLibrary(folder, listening);
    await using var services = Services.Build(mmva => listening.AddTo(mmva)
        .AddRetrieval(options =>
        {
            options.IndexFile = arguments.IndexFile;
            options.KeepEmbeddings = false;
        })
        .AddPlaylists(options =>
        {
            options.OnePerArtist = !arguments.SeveralPerArtist;
            options.Describe = library.Describe;
        }));

    // 3. The point and the tags of every track.
    var (failures, decoder) = (new Failures(), services.GetRequiredService<MediaDecoder>());
    await library.UpdateAsync(services.GetRequiredService<IEmotionRetriever>(), decoder, failures, cancellationToken);
    if (arguments.IndexFile is { } file) await services.GetRequiredService<InMemoryEmotionIndex>().SaveAsync(file, cancellationToken);
    if (library.Count == 0)
    {
        Console.Error.WriteLine($"No music that can be read was found in {folder}.");
        return 1;
    }

    // 4. The playlist.
    var maker = services.GetRequiredService<IPlaylistMaker>();
    Playlist playlist;
    if (arguments.Mix is { } mix) playlist = await maker.MixAsync(mix.Region, arguments.Length, arguments.Seed ?? 0, cancellationToken);
    else
    {
        var (stops, predictor) = (new List<PlaylistStop>(), services.GetRequiredService<IEmotionPredictor>());
        foreach (var stop in arguments.Way) stops.Add(await stop.ResolveAsync(library, moods, decoder, predictor, cancellationToken));
        playlist = await maker.FollowAsync(stops, arguments.Length, arguments.Seed, cancellationToken);
    }
    playlist.WriteM3u(arguments.Out, arguments.Name);
    Report.Print(playlist, arguments);
    PlayerNotice.Print(arguments.Out, playlist.Tracks.Select(track => track.Info.Path));
    return failures.ExitCode;
}).RunAsync(args);
