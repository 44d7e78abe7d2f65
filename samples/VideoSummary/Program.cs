// The most exciting shots of a video: as a page, as JSON, as an edit decision list, and cut.

using ConsoleProgram;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Data;
using Mmva.Tasks;
using SummarizeVideo;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    await using var services = Services.Build(mmva => mmva.AddVideoSummarization(arguments.Apply));
    if (arguments.Evaluate is var (set, annotations))
    {
        var evaluation = Evaluation.Of(set, annotations);
        await evaluation.BaselinesAsync(cancellationToken);
        return arguments.Videos is { } videos
            ? await evaluation.MmvaAsync(services.GetRequiredService<IVideoSummarizer>(), videos, cancellationToken) : 0;
    }

    var video = arguments.Video!;
    var progress = new ConsoleProgress<VideoSummaryProgress>(Evaluation.Describe);
    var summary = await services.GetRequiredService<IVideoSummarizer>().SummarizeAsync(video, progress, cancellationToken);

    var folder = arguments.Output ?? Path.GetFileNameWithoutExtension(video) + "-summary";
    Directory.CreateDirectory(folder);
    const string cutName = "summary.mp4";
    if (arguments.Cut)
    {
        var cutter = services.GetRequiredService<VideoCutter>();
        var cutting = new ConsoleProgress<double>(done => $"cut {done:P0}");
        await cutter.CutAsync(video, summary.Parts, Path.Combine(folder, cutName), cutting, cancellationToken);
    }
    summary.WriteJson(Path.Combine(folder, "summary.json"));
    summary.WriteEditDecisionList(Path.Combine(folder, "summary.edl"));
    var page = Path.GetFullPath(Path.Combine(folder, "summary.html"));
    summary.WritePage(page, arguments.Cut ? cutName : null);

    foreach (var notice in summary.Notices) Console.Error.WriteLine(notice);
    foreach (var shot in summary.Chosen)
        Console.WriteLine($"{shot.Start.TotalSeconds,8:F2} to {shot.End.TotalSeconds,8:F2} s  arousal {shot.Score:F3}");
    Console.WriteLine(
        $"{summary.Chosen.Count()} of {summary.Shots.Count} shots, "
        + $"{summary.SummaryDuration.TotalSeconds:F1} of {summary.Duration.TotalSeconds:F1} s. Look: {page}");
    return 0;
}).RunAsync(args);
