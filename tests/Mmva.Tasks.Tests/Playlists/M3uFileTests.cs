using System.Text;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.Playlists;

public sealed class M3uFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_track_is_written_with_its_time_its_name_and_its_relative_path()
    {
        var path = _folder.Write("lists/evening.m3u8", "old");

        M3uFile.Write(
            path,
            [
                new(_folder.File("music/Björk/Jóga.mp3"), TimeSpan.FromSeconds(304.5), "Björk", "Jóga"),
                new(_folder.File("lists/own.flac"), Title: "Own"), new(_folder.File("no tags.ogg")), new("https://example.org/a b.mp3"),
            ], "An\nevening");

        File.ReadAllText(path).Should().Be("""
            #EXTM3U
            #PLAYLIST:An evening
            #EXTINF:305,Björk - Jóga
            ../music/Björk/Jóga.mp3
            #EXTINF:-1,Own
            own.flac
            #EXTINF:-1,no tags
            ../no tags.ogg
            #EXTINF:-1,a b
            https://example.org/a b.mp3

            """.ReplaceLineEndings("\n"));
        File.ReadAllBytes(path)[..3].Should().NotEqual(Encoding.UTF8.Preamble.ToArray());
        Directory.GetFiles(_folder.File("lists")).Should().ContainSingle("temporary files are gone");
    }

    [Theory]
    [InlineData("#1 hit.mp3")]
    [InlineData(" leading.mp3")]
    [InlineData("a: b.mp3")]
    [InlineData("http:/x.mp3")]
    [InlineData("100%20.mp3")]
    [InlineData("日本語 🎵.mp3")]
    [InlineData("e\u0301 é.mp3")]
    [InlineData("..mp3")]
    [InlineData("-n.mp3")]
    [InlineData("a\\b.mp3")]
    public void Difficult_names_are_found_again(string name)
    {
        if (OperatingSystem.IsWindows() && name.AsSpan().ContainsAny(":\\/")) return;
        var track = _folder.Write($"music/{name}", "sound");
        var path = _folder.File("music/list.m3u8");

        M3uFile.Write(path, [new(track)]);

        var entry = Entries(path).Single();
        entry.Should().NotStartWith("#").And.NotStartWith(" ");
        Uri.TryCreate(entry, UriKind.Absolute, out var address).Should().BeFalse($"{address} would be an address");
        File.ReadAllText(Path.Combine(_folder.File("music"), entry)).Should().Be("sound");
    }

    [Theory]
    [InlineData("line\nbreak.mp3", "*control character*")]
    [InlineData("tab\there.mp3", "*control character*")]
    [InlineData("trailing.mp3 ", "*ends with a space*")]
    [InlineData("bad \uD800.mp3", "*not valid Unicode*")]
    [InlineData("bad \uFFFD.mp3", "*not valid Unicode*")]
    public void Names_that_no_playlist_can_contain_are_refused(string name, string problem)
    {
        var path = _folder.Write("list.m3u8", "old");

        FluentActions.Invoking(() => M3uFile.Write(path, [new("/music/fine.mp3"), new("/music/" + name)]))
            .Should().Throw<PlaylistException>().WithMessage("/music/*" + problem[1..]);

        M3uFile.ProblemOf(name).Should().NotBeNull();
        M3uFile.ProblemOf("/music/fine.mp3").Should().BeNull();
        File.ReadAllText(path).Should().Be("old");
    }

    [Fact]
    public void A_path_upwards_counts_from_the_real_folder()
    {
        if (OperatingSystem.IsWindows()) return; // links need a right there
        var track = _folder.Write("disk/music/a.mp3", "sound");
        Directory.CreateDirectory(_folder.File("disk/deep/lists"));
        Directory.CreateSymbolicLink(_folder.File("lists"), _folder.File("disk/deep/lists"));
        Directory.CreateSymbolicLink(_folder.File("library"), _folder.File("disk/music"));
        var path = _folder.File("lists/list.m3u8");

        M3uFile.Write(path, [new(track), new(_folder.File("library/a.mp3"))]);

        // lists/../../music does not exist, but disk/deep/lists/../../music does
        Entries(path).Should().Equal("../../music/a.mp3", "../../music/a.mp3");
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named()
    {
        var path = _folder.File("missing/list.m3u8");

        FluentActions.Invoking(() => M3uFile.Write(path, [new("/music/a.mp3")])).Should().Throw<PlaylistException>().WithMessage(path + "*");
    }

    private static IEnumerable<string> Entries(string path) => File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#');
}
