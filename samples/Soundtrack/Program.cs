// Music for photos in order, or for a video, that follows how they feel: a page that plays, a playlist, JSON, and a video.

using ConsoleProgram;
using DemoMedia;
using MakeSoundtrack;
using MakeSoundtrack.Photos;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Data;
using Mmva.Tasks;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    // 1. Mmva with its trained default. Music is listened to once, and in excerpts; AddMagick reads the photos of phones, too.
    var listening = arguments.Music is null ? arguments.Listening with { Cache = null } : arguments.Listening;
    await using var services = Services.Build(
        mmva => listening.AddTo(arguments.Limits.Apply(mmva).AddMagick()).AddSoundtracks(arguments.Apply));
    if (arguments.Data is { } data)
    {
        await new Comparison(services).RunAsync(data, cancellationToken);
        return 0;
    }

    // 2. What can fail is tried before the long work: the planner checks its options.
    var planner = services.GetRequiredService<ISoundtrackPlanner>();
    var video = arguments.Exports.Count > 0 && Inputs.IsVideo(arguments.Photos)
        ? await services.GetRequiredService<IVideoReader>().ProbeAsync(arguments.Photos!, cancellationToken) : null;
    arguments.Timeline.Check(video);
    const string pageName = "soundtrack.html", listName = "soundtrack.m3u8", jsonName = "soundtrack.json", videoName = "soundtrack.mp4";
    var source = arguments.Photos ?? "demo";
    using var folder = OutputFolder.Create(
        arguments.Output ?? Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source))) + "-soundtrack",
        [pageName, listName, jsonName, videoName, .. arguments.Exports.Select(export => export.File)]);
    if (arguments.Photos is null) Demo.Write(folder["demo"]);

    // 3. How the photos feel, or the shots of a video, and the music. A file that fails is reported, and does not affect the others.
    var media = services.GetRequiredService<SoundtrackMedia>();
    var (inputs, failures) = (new Inputs(media, listening, cancellationToken), new Failures());
    var pictures = await inputs.PicturesAsync(arguments.Photos ?? folder["demo"], arguments.Order, failures);
    var tracks = await inputs.TracksAsync(arguments.Music ?? folder["demo"], failures);

    // 4. Which track plays when.
    var planning = new ConsoleProgress<double>(done => $"planned {done:P0}");
    var soundtrack = await planner.PlanAsync(pictures, tracks, planning, cancellationToken);
    foreach (var notice in soundtrack.Notices) Console.Error.WriteLine(notice);
    Report.Print(soundtrack, tracks, services.GetRequiredService<EmotionalSimilarity>());

    // 5. The results. What takes long comes last.
    soundtrack.WriteJson(folder[jsonName]);
    soundtrack.WritePlaylist(folder[listName]);
    PlayerNotice.Print(folder[listName], soundtrack.Parts.Select(part => part.Track.Path));
    soundtrack.WritePage(folder[pageName]);
    foreach (var (format, file) in arguments.Exports)
        foreach (var notice in soundtrack.WriteTimeline(folder[file], format, video, arguments.Timeline)) Console.Error.WriteLine(notice);
    Console.WriteLine($"Look and listen: {folder[pageName]}");
    if (arguments.WritesVideo)
    {
        var writing = new ConsoleProgress<double>(done => $"video {done:P0}");
        await services.GetRequiredService<SoundtrackVideoWriter>().WriteAsync(
            soundtrack, folder[videoName], arguments.Video, writing, cancellationToken);
        Console.WriteLine($"Video: {folder[videoName]}");
    }
    return failures.ExitCode;
}).RunAsync(args);
