using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Tasks;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/timelines.md.</summary>
internal static class TimelinesPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact().AddVideoSummarization();
        await using var provider = services.BuildServiceProvider();
        var summary = await provider.GetRequiredService<IVideoSummarizer>().SummarizeAsync("holiday.mp4");

        summary.WriteTimeline("holiday.otio", TimelineFormat.OpenTimelineIO);
        var options = new TimelineOptions { StartTimeCode = "01:00:00:00" };
        foreach (var notice in summary.WriteTimeline("chapters.txt", TimelineFormat.ChapterList, options)) Console.Error.WriteLine(notice);
    }
}
