using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Data;
using Mmva.Tasks;

namespace Documents.Snippets.Capabilities;

/// <summary>The code of docs/capabilities/video-summaries.md.</summary>
internal static class VideoSummariesPage
{
    public static async Task RunAsync()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseCompact().AddVideoSummarization();
        await using var provider = services.BuildServiceProvider();
        var summary = await provider.GetRequiredService<IVideoSummarizer>().SummarizeAsync("holiday.mp4");

        foreach (var shot in summary.Chosen) Console.WriteLine($"{shot.Start:mm\\:ss} to {shot.End:mm\\:ss}, arousal {shot.Score:F2}");
        summary.WritePage("holiday.html");
        summary.WriteJson("holiday.json");
        summary.WriteTimeline("holiday.otio", TimelineFormat.OpenTimelineIO);
        await provider.GetRequiredService<VideoCutter>().CutAsync("holiday.mp4", summary.Parts, "holiday-short.mp4");
    }
}
