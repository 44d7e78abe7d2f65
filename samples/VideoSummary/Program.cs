// The most exciting shots of a video: as a page, as JSON, as an edit decision list, and cut.

using System.Globalization;
using ConsoleProgram;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva;
using Mmva.Data;
using Mmva.Tasks;
using SummarizeVideo;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    await using var services = new ServiceCollection()
        .AddLogging(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
        .AddMmva().UseCompact().AddVideoSummarization(arguments.Apply)
        .Services.BuildServiceProvider();
    if (arguments.Evaluate is var (set, annotations))
    {
        await Evaluation.RunAsync(set, annotations, arguments.Videos, services.GetRequiredService<IVideoSummarizer>, cancellationToken);
        return 0;
    }

    var video = arguments.Video!;
    var progress = new ConsoleProgress();
    var summary = await services.GetRequiredService<IVideoSummarizer>().SummarizeAsync(video, progress, cancellationToken);

    var folder = arguments.Output ?? Path.GetFileNameWithoutExtension(video) + "-summary";
    Directory.CreateDirectory(folder);
    const string cutName = "summary.mp4";
    if (arguments.Cut) await services.GetRequiredService<VideoCutter>().CutAsync(video, summary.Parts, Path.Combine(folder, cutName), progress, cancellationToken);
    SummaryJson.Write(summary, Path.Combine(folder, "summary.json"));
    EditDecisionList.Write(summary, Path.Combine(folder, "summary.edl"));
    SummaryPage.Write(summary, Path.Combine(folder, "summary.html"), arguments.Cut ? cutName : null);

    foreach (var notice in summary.Notices) Console.Error.WriteLine(notice);
    foreach (var shot in summary.Chosen) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{shot.Start.TotalSeconds,8:F2} to {shot.End.TotalSeconds,8:F2} s  arousal {shot.Score:F3}"));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{summary.Chosen.Count()} of {summary.Shots.Count} shots, {summary.SummaryDuration.TotalSeconds:F1} of {summary.Duration.TotalSeconds:F1} s. Look: {Path.GetFullPath(Path.Combine(folder, "summary.html"))}"));
    return 0;
}).RunAsync(args);
