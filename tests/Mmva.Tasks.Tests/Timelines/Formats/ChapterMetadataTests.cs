using System.Diagnostics;
using System.Text.Json;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests;

public sealed class ChapterMetadataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(24, true)]
    [InlineData(25, false)]
    [InlineData(30, true)]
    [InlineData(60, true)]
    public void Ffmpeg_reads_the_chapters_that_were_written(int perSecond, bool isNtsc)
    {
        FfmpegTool.Require();
        var rate = new TimelineRate(perSecond, isNtsc);
        TimelineChapter[] chapters = [new(0, 7, @"a=b;c#d\e"), new(7, 100_000, "  é日本 "), new(100_000, 100_001, ";[CHAPTER]")];
        var timeline = TestTimelines.Cut() with { Rate = rate, Chapters = chapters };
        var path = _folder.File("chapters");
        File.WriteAllText(path, ChapterMetadata.Format(timeline));

        string[] arguments = ["-v", "error", "-f", "ffmetadata", "-show_chapters", "-of", "json", path];
        using var process = Process.Start(new ProcessStartInfo("ffprobe", arguments) { RedirectStandardOutput = true })!;
        using var json = JsonDocument.Parse(process.StandardOutput.ReadToEnd());

        json.RootElement.GetProperty("chapters").EnumerateArray().Select(chapter =>
        {
            chapter.GetProperty("time_base").GetString().Should().Be(FormattableString.Invariant($"{rate.Denominator}/{rate.Numerator}"));
            var title = chapter.GetProperty("tags").GetProperty("title").GetString()!;
            return new TimelineChapter(chapter.GetProperty("start").GetInt64(), chapter.GetProperty("end").GetInt64(), title);
        }).Should().Equal(chapters);
    }
}
