using System.Text.Json;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests.Samples;

public sealed class PlaylistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Demo_tracks_become_a_playlist_that_leads_to_them()
    {
        var (exitCode, output, errors) =
            await SampleProgram.RunAsync("Playlist", _folder.Path, "--from", "0.7,0.2", "--to", "0.6,0.8", "--tracks", "5");

        exitCode.Should().Be(0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(5);
        lines[0].Should().StartWith("    0:00  (0.");
        var entries = (await File.ReadAllLinesAsync(_folder.File("playlist.m3u8"))).Where(line => !line.StartsWith('#')).ToList();
        entries.Should().HaveCount(5).And.OnlyHaveUniqueItems().And.OnlyContain(entry => File.Exists(_folder.File(entry)));
        entries.Should().OnlyContain(entry => entry.StartsWith("demo tracks/"));
        errors.Should().Contain("5 tracks").And.Contain("demo tracks");
    }

    [Fact]
    public async Task A_folder_is_indexed_once_and_files_that_fail_are_named()
    {
        await SampleProgram.RunAsync("Playlist", _folder.Path, "--mix", "chill", "--tracks", "3");
        _folder.Write("demo tracks/broken.wav", "no sound");
        string[] args = ["demo tracks", "--index", "music.index", "--out", "lists.m3u8", "--tracks", "4", "--seed", "3"];

        var first = await SampleProgram.RunAsync(
            "Playlist", _folder.Path, [.. args, "--arc", "strings, slow, minor.wav; lively @ 40%; demo tracks/bells, altered scale.wav"]);
        File.Delete(_folder.File("demo tracks/broken.wav"));
        var second = await SampleProgram.RunAsync("Playlist", _folder.Path, [.. args, "--mix", "road trip"]);

        first.ExitCode.Should().Be(1, first.Errors);
        first.Errors.Should().Contain("broken.wav: ").And.Contain("lively: (0.");
        var lines = first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].Should().EndWith("strings, slow, minor");
        lines[^1].Should().EndWith("bells, altered scale");
        second.ExitCode.Should().Be(0, second.Errors);
        (await File.ReadAllTextAsync(_folder.File("lists.m3u8"))).Should().StartWith("#EXTM3U\n#PLAYLIST:Road Trip Mix\n#EXTINF:7,");
    }

    [Fact]
    public async Task The_same_music_gives_the_same_mix_wherever_it_lies()
    {
        string[] args = ["--mix", "chill", "--tracks", "2"];
        var here = await SampleProgram.RunAsync("Playlist", _folder.Path, args);
        foreach (var name in new[] { "a", "elsewhere/b", "c, d" })
        {
            var folder = Directory.CreateDirectory(_folder.File(name)).FullName;
            foreach (var track in Directory.EnumerateFiles(_folder.File("demo tracks")))
                File.Copy(track, Path.Combine(folder, Path.GetFileName(track)));

            (await SampleProgram.RunAsync("Playlist", _folder.Path, [name, .. args])).Output.Should().Be(here.Output);
        }
    }

    [Fact]
    public async Task A_smart_playlist_needs_no_music()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("Playlist", _folder.Path, "--mix", "Sleep", "--out", "sleep.nsp");

        exitCode.Should().Be(0, errors);
        output.Should().Contain("sleep.nsp");
        errors.Should().Contain("Tags.Arousal.Type = \"float\"");
        var json = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("sleep.nsp"))).RootElement;
        json.GetProperty("name").GetString().Should().Be("Sleep Mix");
        json.GetProperty("limit").GetInt32().Should().Be(100);
    }

    [Theory]
    [InlineData("Say what kind of playlist")]
    [InlineData("--from needs --to", "--from", "calm")]
    [InlineData("Only one of", "--mix", "happy", "--arc", "calm")]
    [InlineData("'sad'", "--mix", "sad")]
    [InlineData("not both", "--mix", "happy", "--minutes", "9", "--tracks", "3")]
    [InlineData("has no order", "--from", "calm", "--to", "lively", "--out", "a.nsp")]
    [InlineData("not by --minutes", "--mix", "happy", "--minutes", "9", "--out", "a.nsp")]
    [InlineData("ascending", "--arc", "calm @ 70%; lively @ 20%")]
    [InlineData("at least one stop", "--arc", ";")]
    [InlineData("--from takes points whose valence and arousal are from 0 to 1, not '1.2,0.5'", "--from", "1.2,0.5", "--to", "calm")]
    [InlineData("--to takes points whose valence and arousal are from 0 to 1, not 'nan, 0'", "--from", "calm", "--to", "nan, 0")]
    [InlineData("--to takes a stop", "--from", "calm", "--to", " ")]
    [InlineData("--arc takes points whose", "--arc", "0.2,0.3; -1,0.5 @ 50%")]
    [InlineData("shares from 0 to 100 %, as in \"lively @ 30%\", not 'calm @ 200%'", "--arc", "calm @ 200%")]
    [InlineData("--out takes a name that ends with .m3u8 or .m3u or .nsp, not 'song.mp3'", "--mix", "happy", "--out", "song.mp3")]
    [InlineData("--vocabulary names moods for", "--mix", "happy", "--vocabulary", "moods.csv")]
    [InlineData("--minutes takes a number from 1 to 1440", "--mix", "happy", "--minutes", "0")]
    public async Task A_wrong_command_line_is_explained(string message, params string[] args)
    {
        var (exitCode, _, errors) = await SampleProgram.RunAsync("Playlist", _folder.Path, args);

        exitCode.Should().Be(2);
        errors.Should().Contain(message);
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("moods.csv: there is no such file", "--from", "calm", "--to", "sad", "--vocabulary", "moods.csv")]
    [InlineData("cannot be written to", "--mix", "happy", "--out", "a file/list.m3u8")]
    [InlineData("is a folder, not a file", "--mix", "happy", "--out", "folder.m3u8")]
    public async Task What_can_fail_is_tried_before_the_music_is_listened_to(string message, params string[] args)
    {
        _folder.Write("a file", "");
        Directory.CreateDirectory(_folder.File("folder.m3u8"));

        var (exitCode, _, errors) = await SampleProgram.RunAsync("Playlist", _folder.Path, args);

        exitCode.Should().Be(1);
        errors.Should().Contain(message);
        Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo("a file", "folder.m3u8");
    }

    [Fact]
    public async Task Moods_come_before_mixes_and_words_and_paths_that_vlc_does_not_find_are_named()
    {
        Directory.CreateDirectory(_folder.File("music"));
        Demo.Sound(_folder.File("music"), "#1.wav");
        _folder.Write("moods.csv", "name,valence,arousal\nsleep,0.25,0.5\n");
        string[] args = ["music", "--out", "new/list.m3u8", "--arc", "Sleep; party; tense"];

        var (exitCode, _, errors) = await SampleProgram.RunAsync("Playlist", _folder.Path, [.. args, "--vocabulary", "moods.csv"]);

        exitCode.Should().Be(0, errors);
        errors.Should().Contain("Sleep: (0.250, 0.500)").And.Contain($"party: {MoodMix.Find("Party")!.Region.Center}").And.Contain("tense: (0.");
        errors.Should().Contain("VLC does not find 1 of the tracks").And.Contain("#1.wav");
        File.ReadLines(_folder.File("new/list.m3u8")).Last().Should().Be("../music/#1.wav");
    }

    [Fact]
    public async Task A_stop_that_does_not_exist_is_named_and_nothing_is_written()
    {
        var (exitCode, _, errors) = await SampleProgram.RunAsync("Playlist", _folder.Path, "--from", "no such.mp3", "--to", "calm");

        exitCode.Should().Be(1);
        errors.Should().Contain("no such.mp3: there is no such file");
        File.Exists(_folder.File("playlist.m3u8")).Should().BeFalse();
    }
}
