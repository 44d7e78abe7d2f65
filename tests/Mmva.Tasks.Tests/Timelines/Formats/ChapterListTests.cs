namespace Mmva.Tasks.Tests;

public sealed class ChapterListTests
{
    [Fact]
    public void Times_are_those_of_a_clock_and_no_frame_too_late()
    {
        var (text, notices) = Format(30, true, 3600 * 30, (3600 * 30) + 400, 500);

        text.Should().Be("0:00 Part 1\n1:00:03 Part 2\n1:00:16 ‹Part 3›\n", "NTSC is slower than its numbers");
        notices.Should().BeEmpty();
    }

    [Theory]
    [InlineData("0:00 A|0:10 B|0:20 C", 10, 10, 10)]
    [InlineData("0:00 A – B|0:12 C|0:22 D – E", 5, 7, 10, 10, 9)] // the last has less than ten seconds
    [InlineData("0:00 A|0:30 B – D|0:40 E", 30, 4, 4, 2, 60)]
    [InlineData("0:00 A – C", 3, 3, 3)]
    [InlineData("0:00 A", 300)]
    [InlineData("")]
    public void Short_chapters_are_merged_as_far_as_needed_and_reported(string expected, params int[] seconds)
    {
        var start = 0L;
        var chapters = seconds.Select((length, i) =>
        {
            var chapter = new TimelineChapter(start, start + (25 * length), $"{(char)('A' + i)}");
            start = chapter.End;
            return chapter;
        }).ToList();
        var (text, notices) = ChapterList.Format(Of(new(25, false), chapters));

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string.Join('|', lines).Should().Be(expected);
        notices.Should().HaveCount((lines.Length < seconds.Length ? 1 : 0) + (lines.Length < 3 ? 1 : 0));
        if (lines.Length < seconds.Length)
            notices[0].Should().Be($"Chapters of less than 10 s were merged for YouTube: {lines.Length} of {seconds.Length} remain.");
        if (lines.Length < 3) notices[^1].Should().Be($"YouTube shows chapters if there are 3 or more of 10 s; there are {lines.Length}.");
    }

    private static (string Text, string[] Notices) Format(int perSecond, bool isNtsc, params long[] frames)
    {
        var start = 0L;
        string[] titles = ["Part 1", "Part 2", "<Part 3>"];
        var chapters = new List<TimelineChapter>();
        foreach (var (i, length) in ((long[])[frames[0], frames[1] - frames[0], frames[2]]).Index())
        {
            chapters.Add(new(start, start + length, titles[i]));
            start += length;
        }
        return ChapterList.Format(Of(new(perSecond, isNtsc), chapters));
    }

    private static Timeline Of(TimelineRate rate, List<TimelineChapter> chapters)
    {
        var source = new TimelineSource("/videos/clip.mp4", 0, new(rate.Base, false));
        var clips = chapters.Select(chapter => new TimelineClip(source, chapter.Start, chapter.End - chapter.Start, chapter.Start, true, false));
        return TestTimelines.Cut() with { Rate = rate, Clips = [.. clips], Chapters = chapters };
    }
}
