using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests;

public sealed class TimelineFormatsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<int, int, string?, string?> Rates => new()
    {
        { 24000, 1001, null, null },
        { 24, 1, "10:20:30:23", "01:00:00:00" },
        { 25, 1, null, null },
        { 25, 1, "01:00:00:00", null },
        { 30000, 1001, null, "01:00:00:00" },
        { 30000, 1001, "00:59:59;28", null },
        { 30000, 1001, "01:00:00:00", "00:09:59;28" },
        { 30, 1, null, "23:50:00:00" },
        { 50, 1, "09:58:00:49", null },
        { 60000, 1001, "00:59:59;58", "01:00:00;00" },
        { 60000, 1001, "00:59:59:58", null },
        { 60, 1, null, null },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void All_formats_have_the_same_frames_at_every_rate(int numerator, int denominator, string? sourceCode, string? startCode)
    {
        var rate = (double)numerator / denominator;
        var perSecond = (int)Math.Round(rate);
        var summary = Summary(rate, sourceCode, Shots(40, seed: perSecond));
        var options = new TimelineOptions { StartTimeCode = startCode };

        // in exact arithmetic, from the times of the shots
        long At(TimeSpan time) =>
            (long)Math.Round((decimal)time.Ticks * numerator / (denominator * TimeSpan.TicksPerSecond), MidpointRounding.AwayFromZero);
        var first = TimelineReading.Frame(sourceCode ?? "00:00:00:00", perSecond);
        var record = TimelineReading.Frame(startCode ?? "00:00:00:00", perSecond);
        var expected = new List<ReadClip>();
        foreach (var shot in summary.Shots.Where(shot => shot.IsChosen))
        {
            var (from, to) = (At(shot.Start), At(shot.End));
            expected.Add(new(first + from, to - from, record));
            record += to - from;
        }

        var edl = Text(summary, TimelineFormat.EditDecisionList, options);
        TimelineReading.Edl(edl, perSecond, "V").Should().Equal(expected);
        TimelineReading.Edl(edl, perSecond, "A").Should().Equal(expected);
        var otio = Text(summary, TimelineFormat.OpenTimelineIO, options);
        TimelineReading.Otio(otio, rate, "Video").Should().Equal(expected);
        TimelineReading.Otio(otio, rate, "Audio").Should().Equal(expected);
        TimelineReading.FinalCutPro(Text(summary, TimelineFormat.FinalCutPro, options)).Should().Equal(expected);
        var xml = Text(summary, TimelineFormat.FinalCut7, options);
        TimelineReading.FinalCut7(xml, "video", 0).Should().Equal(expected);
        TimelineReading.FinalCut7(xml, "audio", 0).Should().Equal(expected);
        TimelineReading.FinalCut7(xml, "audio", 1).Should().Equal(expected);
        var start = record - expected.Sum(clip => clip.Length);
        Regex.Matches(Text(summary, TimelineFormat.ChapterMetadata, options), @"START=(\d+)\nEND=(\d+)\n")
            .Select(m => new ReadClip(0, long.Parse(m.Groups[2].Value) - long.Parse(m.Groups[1].Value), start + long.Parse(m.Groups[1].Value)))
            .Should().Equal(expected.Select(clip => clip with { Source = 0 }));
    }

    [Theory]
    [InlineData("00:59:59;28", null, "DROP FRAME", "DF", "00:00:00;00")]
    [InlineData("00:59:59:28", null, "NON-DROP FRAME", "NDF", "00:00:00:00")]
    [InlineData("00:59:59:28", "01:00:00;00", "DROP FRAME", "DF", "01:00:00;00")]
    [InlineData("00:59:59;28", "01:00:00:00", "NON-DROP FRAME", "NDF", "01:00:00:00")]
    public void The_start_decides_on_drop_frame_and_without_one_the_source(string source, string? start, string mode, string format, string code)
    {
        var (summary, options) = (Summary(30000.0 / 1001, source, Shots(3, seed: 1)), new TimelineOptions { StartTimeCode = start });

        Text(summary, TimelineFormat.EditDecisionList, options).Should().Contain($"\r\nFCM: {mode}\r\n").And.Contain($" {code} ");
        XDocument.Parse(Text(summary, TimelineFormat.FinalCutPro, options)).Descendants("sequence").Single().Attribute("tcFormat")!.Value
            .Should().Be(format);
        var timecode = XDocument.Parse(Text(summary, TimelineFormat.FinalCut7, options)).Root!.Element("sequence")!.Element("timecode")!;
        (timecode.Element("displayformat")!.Value, timecode.Element("string")!.Value).Should().Be((format, code));
    }

    [Fact]
    public void The_source_can_count_from_zero_and_its_first_image_may_be_late()
    {
        var summary = Summary(25, "01:00:00:00", Shots(3, seed: 2));
        var late = summary with { Video = summary.Video with { FirstImage = TimeSpan.FromSeconds(0.4) } };
        List<ReadClip> Clips(VideoSummary of, bool count) =>
            TimelineReading.Edl(Text(of, TimelineFormat.EditDecisionList, new() { UseSourceTimeCode = count }), 25, "V");

        Clips(late, count: true).Should().Equal(Clips(summary, count: true).Select(clip => clip with { Source = clip.Source - 10 }));
        Clips(summary, count: false).Should().Equal(Clips(summary, count: true).Select(clip => clip with { Source = clip.Source - 90_000 }));
        Clips(summary with { Video = summary.Video with { TimeCode = "nonsense" } }, count: true).Should().Equal(Clips(summary, count: false));
    }

    [Fact]
    public void Parts_that_follow_each_other_are_one_clip_and_parts_shorter_than_a_frame_none()
    {
        VideoShot[] shots = [Shot(0, 2, false), Shot(2, 4, true), Shot(4, 5.5, true), Shot(5.5, 7, false), Shot(7, 7.01, true), Shot(7.01, 9, false)];

        TimelineReading.Edl(Text(Summary(25, null, shots), TimelineFormat.EditDecisionList), 25, "V").Should().Equal(new ReadClip(50, 88, 0));
        var none = Summary(25, null, [Shot(0, 2, false)]);
        foreach (var format in Enum.GetValues<TimelineFormat>()) Text(none, format).Should().NotContain("clip.mp4\r\n* ");
    }

    [Fact]
    public void A_variable_rate_has_the_frames_of_its_images()
    {
        var summary = Summary(27.31, null, Shots(2, seed: 3));
        var variable = summary with { Video = summary.Video with { NominalRate = 30000.0 / 1001 } };
        var clock = summary with { Video = summary.Video with { NominalRate = 90000 } };

        Text(variable, TimelineFormat.FinalCutPro).Should().Contain("frameDuration=\"1001/30000s\"");
        Text(clock, TimelineFormat.FinalCutPro).Should().Contain("frameDuration=\"1/27s\"");
    }

    [SkippableTheory]
    [InlineData("holiday.mp4", "holiday.mp4")]
    [InlineData("a b#1?&<100%>;é日本\ud83c\udfb5+[x].mp4", "a%20b%231%3F%26%3C100%25%3E%3B%C3%A9%E6%97%A5%E6%9C%AC%F0%9F%8E%B5%2B%5Bx%5D.mp4")]
    [InlineData("line\nbreak\u0001.mp4", "line%0Abreak%01.mp4")]
    [InlineData("a%20b.mp4", "a%2520b.mp4")]
    public void Any_name_leads_back_to_the_file(string name, string escaped)
    {
        Skip.If(OperatingSystem.IsWindows(), "names of files there are other");
        var summary = Summary(25, null, Shots(2, seed: 4)) with { Path = "/videos/" + name };
        var url = "file:///videos/" + escaped;
        Uri.UnescapeDataString(url).Should().Be("file:///videos/" + name);

        var otio = JsonDocument.Parse(Text(summary, TimelineFormat.OpenTimelineIO)).RootElement.GetProperty("tracks").GetProperty("children")[0];
        otio.GetProperty("children")[0].GetProperty("media_reference").GetProperty("target_url").GetString().Should().Be("/videos/" + name);
        XDocument.Parse(Text(summary, TimelineFormat.FinalCutPro)).Descendants("media-rep").Single().Attribute("src")!.Value.Should().Be(url);
        XDocument.Parse(Text(summary, TimelineFormat.FinalCut7)).Descendants("pathurl").Select(path => path.Value).Distinct()
            .Should().Equal("file://localhost/videos/" + escaped);
        var lines = Text(summary, TimelineFormat.EditDecisionList).Split("\r\n");
        lines[0].Should().Be("TITLE: " + name.Replace('\n', ' ').Replace('\u0001', ' '));
        lines.Where(line => line.StartsWith("* FROM CLIP NAME: ", StringComparison.Ordinal)).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("1:00:00:00")]
    [InlineData("01:00:00:00\n")]
    [InlineData("24:00:00:00")]
    public void What_is_not_a_time_code_is_an_invalid_option(string start)
    {
        var options = new TimelineOptions { StartTimeCode = start };
        FluentActions.Invoking(() => Text(Summary(25, null, Shots(1, seed: 5)), TimelineFormat.EditDecisionList, options))
            .Should().Throw<OptionsValidationException>()
            .WithMessage($"StartTimeCode is {start}; it must be hours, minutes, seconds and frames such as 01:00:00:00, or *");
        FluentActions.Invoking(() => options.Check(Summary(25, null, []).Video)).Should().Throw<OptionsValidationException>();
        Directory.EnumerateFiles(_folder.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData(25, "01:00:00:25", "There is no start time code 01:00:00:25 at 25 frames per second: frames count from 0 to 24.")]
    [InlineData(25, "01:00:00;00", "*at 25 frames per second: drop-frame time code exists at 29.97 and 59.94. Use 01:00:00:00.")]
    [InlineData(24000.0 / 1001, "01:00:00;00", "*at 23.976 frames per second: drop-frame time code exists at 29.97 and 59.94. Use 01:00:00:00.")]
    [InlineData(30000.0 / 1001, "00:01:00;01", "*at 29.97 frames per second: drop-frame time code leaves it out. Use 00:01:00;03.")]
    [InlineData(60000.0 / 1001, "00:01:00;03", "*at 59.94 frames per second: drop-frame time code leaves it out. Use 00:01:00;07.")]
    public void A_start_that_does_not_exist_at_the_rate_is_explained(double rate, string start, string message)
    {
        var (summary, options) = (Summary(rate, null, Shots(1, seed: 6)), new TimelineOptions { StartTimeCode = start });
        FluentActions.Invoking(() => options.Check(summary.Video)).Should().Throw<MmvaException>().WithMessage(message);
        FluentActions.Invoking(() => Text(summary, TimelineFormat.OpenTimelineIO, options)).Should().Throw<MmvaException>().WithMessage(message);
        Directory.EnumerateFiles(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named_and_an_unknown_format_is_an_error()
    {
        var (summary, path) = (Summary(25, null, Shots(1, seed: 7)), Path.Combine(_folder.Path, "missing", "summary.otio"));
        FluentActions.Invoking(() => summary.WriteTimeline(path, TimelineFormat.OpenTimelineIO)).Should().Throw<MmvaException>()
            .WithMessage($"{path}: cannot be written*");
        FluentActions.Invoking(() => summary.WriteTimeline(path, (TimelineFormat)9)).Should().Throw<ArgumentOutOfRangeException>();
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    private string Text(VideoSummary summary, TimelineFormat format, TimelineOptions? options = null)
    {
        var path = _folder.File(Guid.NewGuid().ToString());
        summary.WriteTimeline(path, format, options);
        var text = File.ReadAllText(path);
        File.Delete(path);
        return text;
    }

    private static VideoSummary Summary(double rate, string? code, IReadOnlyList<VideoShot> shots) => new(
        "/videos/clip.mp4", new(640, 360, rate, null, new(2, 44100)) { TimeCode = code }, shots.Count == 0 ? TimeSpan.Zero : shots[^1].End,
        ArousalSource.Images, 0.5, shots, [], []);

    /// <summary>Chosen shots of irregular lengths, each after one that is not chosen.</summary>
    private static List<VideoShot> Shots(int count, int seed)
    {
        var random = new Random(seed);
        var shots = new List<VideoShot>();
        for (var time = 0.0; shots.Count < 2 * count;)
        {
            var end = time + 0.2 + (9 * random.NextDouble());
            shots.Add(Shot(time, end, shots.Count % 2 == 1));
            time = end;
        }
        return shots;
    }

    private static VideoShot Shot(double start, double end, bool chosen) =>
        new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), 0.5, chosen, ReadOnlyMemory<byte>.Empty);
}
