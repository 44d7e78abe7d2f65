// The most exciting shots of a video: as a page, as JSON, as timelines for editing programs, as chapters, and cut.

using ConsoleProgram;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva;
using Mmva.Data;
using Mmva.Tasks.Evaluation;
using SummarizeVideo;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    await using var services = Services.Build(mmva => mmva.AddVideo(arguments.ApplyLimits).AddVideoSummarization(arguments.Apply));
    if (arguments.Evaluate is var (set, annotations))
    {
        var scorer = new VideoScorer(
            services.GetRequiredService<IEmotionPredictor>(), services.GetRequiredService<IVideoReader>(),
            services.GetRequiredService<IOptions<VideoSummaryOptions>>().Value);
        return await Evaluation.Of(set, annotations).RunAsync(scorer, arguments.Videos, arguments.Shots, arguments.Clip, cancellationToken);
    }

    // what can fail is tried before the long work, and what takes long comes last
    var video = arguments.Video!;
    const string jsonName = "summary.json", pageName = "summary.html", cutName = "summary.mp4";
    using var folder = OutputFolder.Create(
        arguments.Output ?? Path.GetFileNameWithoutExtension(video) + "-summary",
        [jsonName, pageName, cutName, .. arguments.Exports.Select(export => export.File)]);
    arguments.Timeline.Check(await services.GetRequiredService<IVideoReader>().ProbeAsync(video, cancellationToken));
    var progress = new ConsoleProgress<VideoSummaryProgress>(Evaluation.Describe);
    var summary = await services.GetRequiredService<IVideoSummarizer>().SummarizeAsync(video, progress, cancellationToken);

    summary.WriteJson(folder[jsonName]);
    var notices = summary.Notices.ToList();
    foreach (var (format, file) in arguments.Exports) notices.AddRange(summary.WriteTimeline(folder[file], format, arguments.Timeline));
    summary.WritePage(folder[pageName]);
    foreach (var notice in notices) Console.Error.WriteLine(notice);
    foreach (var shot in summary.Chosen)
        Console.WriteLine($"{shot.Start.TotalSeconds,8:F2} to {shot.End.TotalSeconds,8:F2} s  arousal {shot.Score:F3}");
    Console.WriteLine(
        $"{summary.Chosen.Count()} of {summary.Shots.Count} shots, "
        + $"{summary.SummaryDuration.TotalSeconds:F1} of {summary.Duration.TotalSeconds:F1} s. Look: {folder[pageName]}");

    if (arguments.Cut)
    {
        var cutting = new ConsoleProgress<double>(done => $"cut {done:P0}");
        await services.GetRequiredService<VideoCutter>().CutAsync(video, summary.Parts, folder[cutName], cutting, cancellationToken);
        summary.WritePage(folder[pageName], cutName); // now with a player
    }
    return 0;
}).RunAsync(args);
