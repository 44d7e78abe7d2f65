using System.Text.Json;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests;

public sealed class SoundtrackExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_playlist_has_relative_paths_and_stops_tracks_where_the_next_starts()
    {
        var soundtrack = MadeUpSoundtrack.Of(_folder.File("music"), ("é # 1.mp3", 180.4, 1, [4, 4.5]), ("#2.mp3", 5, 2, [6]));
        soundtrack.WritePlaylist(_folder.File("list.m3u8"));
        File.ReadAllText(_folder.File("list.m3u8")).Should().Be("""
            #EXTM3U
            #EXTINF:180,é # 1
            #EXTVLCOPT:stop-time=8.5
            music/é # 1.mp3
            #EXTINF:5,#2
            #EXTVLCOPT:stop-time=3
            music/#2.mp3
            #EXTINF:5,#2
            #EXTVLCOPT:stop-time=3
            music/#2.mp3

            """);
        MadeUpSoundtrack.Of(_folder.Path, ("#2.mp3", 5, 1, [6])).WritePlaylist(_folder.File("list.m3u8"));
        File.ReadAllText(_folder.File("list.m3u8")).Should().EndWith("\n./#2.mp3\n");
    }

    [Fact]
    public void A_line_break_in_a_path_cannot_be_in_a_playlist()
    {
        FluentActions.Invoking(() => MadeUpSoundtrack.Of(_folder.Path, ("a\nb.mp3", 5, 1, [6])).WritePlaylist(_folder.File("list.m3u8")))
            .Should().Throw<MmvaException>().WithMessage("*a b.mp3: has a line break*");
        File.Exists(_folder.File("list.m3u8")).Should().BeFalse();
    }

    [Fact]
    public void The_json_has_everything()
    {
        MadeUpSoundtrack.Of(_folder.Path, ("a.mp3", 60, 1, [4, 5]), ("b.mp3", 60, 1, [3])).WriteJson(_folder.File("s.json"));

        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder.File("s.json")));
        var root = json.RootElement;
        (root.GetProperty("length").GetDouble(), root.GetProperty("changes").GetInt32(), root.GetProperty("score").GetDouble())
            .Should().Be((12, 1, 0.5));
        var second = root.GetProperty("parts")[1];
        (second.GetProperty("track").GetString(), second.GetProperty("start").GetDouble(), second.GetProperty("end").GetDouble())
            .Should().Be(("b.mp3", 9, 12));
        var picture = root.GetProperty("parts")[0].GetProperty("pictures")[1];
        (picture.GetProperty("file").GetString(), picture.GetProperty("start").GetDouble(), picture.GetProperty("valence").GetDouble())
            .Should().Be(("2.png", 4, 0.25));
        root.TryGetProperty("video", out _).Should().BeFalse();
    }

    [Fact]
    public async Task A_video_is_named_once_and_its_shots_by_their_times()
    {
        SoundtrackPicture[] shots =
        [
            new("film.mp4", new(0.5f, 0.5f), TimeSpan.FromSeconds(3)) { VideoStart = TimeSpan.Zero },
            new("film.mp4", new(0.5f, 0.5f), TimeSpan.FromSeconds(4)) { VideoStart = TimeSpan.FromSeconds(3) },
        ];
        var soundtrack = await new SoundtrackPlanner().PlanAsync(shots, [new("t.mp3", new(0.5f, 0.5f), TimeSpan.FromSeconds(60))]);
        soundtrack.Video.Should().Be("film.mp4");
        soundtrack.WriteJson(_folder.File("s.json"));
        using var json = JsonDocument.Parse(File.ReadAllBytes(_folder.File("s.json")));
        json.RootElement.GetProperty("video").GetString().Should().EndWith("film.mp4");
        json.RootElement.GetProperty("parts")[0].GetProperty("pictures")[1].GetProperty("videoStart").GetDouble().Should().Be(3);
    }

    [Fact]
    public void The_page_links_to_the_files_and_cannot_be_broken_by_names()
    {
        var soundtrack = MadeUpSoundtrack.Of(_folder.File("a b#c"), ("</script><b>{{DATA}} é.mp3", 60, 1, [4, 5]), ("b.mp3", 60, 1, [30]));
        (soundtrack with { Notices = ["1 < 2"] }).WritePage(_folder.File("page.html"));

        var page = File.ReadAllText(_folder.File("page.html"));
        page.Should().Contain("a%20b%23c/1.png").And.Contain("a%20b%23c/b.mp3").And.Contain("1 &lt; 2").And.Contain("data:image/jpeg;base64,AQID")
            .And.NotContain("{{").And.NotContain("</script><b>").And.NotMatchRegex("(src|href)=\"http");
        var data = page.Split("id=\"data\">")[1].Split("</script>")[0];
        using var json = JsonDocument.Parse(data);
        var plays = json.RootElement.GetProperty("plays");
        plays.GetArrayLength().Should().Be(2);
        (plays[0].GetProperty("length").GetDouble(), plays[1].GetProperty("fadeIn").GetDouble(), plays[1].GetProperty("fadeOut").GetDouble())
            .Should().Be((11, 2, 3));
    }
}
