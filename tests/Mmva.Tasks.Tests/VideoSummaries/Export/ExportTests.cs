using System.Text.Json;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.VideoSummaries.Export;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_json_has_shots_and_curve()
    {
        var path = _folder.File("summary.json");
        SummaryJson.Write(Summary("clip.mp4", sound: true), path);

        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = json.RootElement;
        root.GetProperty("video").GetString().Should().Be("clip.mp4");
        root.GetProperty("duration").GetDouble().Should().Be(3601);
        root.GetProperty("shots").EnumerateArray()
            .Select(s => (s.GetProperty("start").GetDouble(), s.GetProperty("end").GetDouble(), s.GetProperty("score").GetDouble(),
            s.GetProperty("chosen").GetBoolean()))
            .Should().Equal((0, 2, 0.2, false), (2, 4, 0.7, true), (4, 5.5, 0.6, true), (5.5, 3600, 0.3, false), (3600, 3601, 0.9, true));
        root.GetProperty("arousal").GetArrayLength().Should().Be(7202);
        root.GetProperty("notices")[0].GetString().Should().Be("<a notice>");
        Directory.EnumerateFiles(_folder.Path).Should().ContainSingle("the file is written in one step");
    }

    [Fact]
    public void The_page_is_self_contained_and_names_are_plain_text()
    {
        var page = SummaryPage.Format(Summary("<script>{{ROWS}}.mp4", sound: true), "a \"cut\".mp4");

        page.Should().NotContain("<script").And.NotContain("http://").And.NotContain("https://").And.NotContain("{{");
        page.Should().Contain("&lt;script&gt;").And.Contain("&lt;a notice&gt;").And.Contain("src=\"a%20%22cut%22.mp4\"");
        page.Should().Contain("0:04.5 of 1:00:01 (0.1 %): 3 of 5 shots, chosen by the arousal of the images.");
        page.Split("class=\"band\"").Should().HaveCount(4);
        page.Should().Contain("text-anchor=\"middle\">50:00<").And.Contain("text-anchor=\"end\">1:00:00<");
        page.Should().Contain("data:image/jpeg;base64,/9g=");
        page.Length.Should().BeLessThan(60_000, "the curve of an hour is thinned out");
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named_and_leaves_nothing_behind()
    {
        var path = Path.Combine(_folder.Path, "missing", "summary.json");
        FluentActions.Invoking(() => SummaryJson.Write(Summary("clip.mp4", sound: true), path)).Should().Throw<MmvaException>()
            .WithMessage($"{path}: cannot be written*");
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    private static VideoSummary Summary(string name, bool sound)
    {
        VideoShot Shot(double start, double end, double score, bool chosen) =>
            new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end), score, chosen, new byte[] { 0xFF, 0xD8 });
        return new("/videos/" + name, new(640, 360, 25, null, sound ? new(2, 44100) : null), TimeSpan.FromSeconds(3601), ArousalSource.Images, 0.15,
            [Shot(0, 2, 0.2, false), Shot(2, 4, 0.7, true), Shot(4, 5.5, 0.6, true), Shot(5.5, 3600, 0.3, false), Shot(3600, 3601, 0.9, true)],
            [.. Enumerable.Range(0, 7202).Select(i => new FrameArousal(TimeSpan.FromSeconds(i / 2.0), 0.3f + i % 7 * 0.05f))], ["<a notice>"]);
    }
}
