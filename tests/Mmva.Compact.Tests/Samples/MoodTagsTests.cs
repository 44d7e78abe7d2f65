using Mmva.TestSupport;

namespace Mmva.Compact.Tests;

public sealed class MoodTagsTests : IDisposable
{
    private static readonly string[] Tone = ["-f", "lavfi", "-i", "aevalsrc=0.3*sin(440*2*PI*t)*(1+sin(7*t)):d=4:s=22050"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Tags_the_files_it_can_names_the_others_and_takes_it_back()
    {
        var music = Directory.CreateDirectory(_folder.File("music")).FullName;
        var song = FfmpegTool.Make(Path.Combine(music, "song.flac"), [.. Tone, "-metadata", "title=T"]);
        var own = FfmpegTool.Make(Path.Combine(music, "own.mp3"), [.. Tone, "-metadata", "TMOO=Mine"]);
        FfmpegTool.Make(Path.Combine(music, "wave.wav"), Tone);
        File.WriteAllBytes(Path.Combine(music, "cut.flac"), File.ReadAllBytes(song)[..^9]);
        var leftover = $"{song}.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(leftover, "of a killed run");
        var (songBytes, ownBytes) = (File.ReadAllBytes(song), File.ReadAllBytes(own));

        var dry = await SampleProgram.RunAsync("MoodTags", _folder.Path, "music", "--dry-run");
        dry.Output.Should().Contain("would be written\t" + song).And.Contain("2 files, 2 would change");
        File.ReadAllBytes(song).Should().Equal(songBytes);
        File.Exists(leftover).Should().BeFalse();

        var (exitCode, output, errors) = await SampleProgram.RunAsync("MoodTags", _folder.Path, "music");
        exitCode.Should().Be(1, "two files cannot be tagged");
        errors.Should().Contain("cut.flac: was truncated").And.Contain("wave.wav: is WAV");
        output.Should().Contain("Mine").And.Contain("written, kept what was there\t" + own).And.Contain("2 changed, 0 unchanged, 2 failed");

        var again = await SampleProgram.RunAsync("MoodTags", _folder.Path, "music");
        again.Output.Should().Contain("0 changed, 2 unchanged", "the tags are the same");
        var undone = await SampleProgram.RunAsync("MoodTags", _folder.Path, "--undo", "mood-tags-undo.jsonl");
        undone.ExitCode.Should().Be(0, undone.Errors);
        File.ReadAllBytes(song).Should().Equal(songBytes);
        File.ReadAllBytes(own).Should().Equal(ownBytes);
        Directory.GetFiles(music).Should().HaveCount(4);

        // half a line of a killed run, in front of those of the next one; and a list that is something else
        var list = _folder.File("mood-tags-undo.jsonl");
        File.WriteAllText(list, File.ReadAllText(list)[..60] + "\n" + File.ReadAllText(list));
        undone = await SampleProgram.RunAsync("MoodTags", _folder.Path, "--undo", "mood-tags-undo.jsonl");
        undone.ExitCode.Should().Be(0, undone.Errors);
        undone.Errors.Should().Contain("line 1: is incomplete");
        undone.Output.Should().Contain("2 not needed, 0 failed");
        var wrong = await SampleProgram.RunAsync("MoodTags", _folder.Path, "music", "--undo-list", song);
        (wrong.ExitCode, wrong.Errors).Should().Be((1, $"{song}: is not an undo list.{Environment.NewLine}"));
        File.ReadAllBytes(song).Should().Equal(songBytes);
    }

    [Theory]
    [InlineData("Give a file or a folder")]
    [InlineData("Give a file or a folder", "music", "--undo", "x")]
    [InlineData("takes none of the options", "--undo", "x", "--dry-run")]
    [InlineData("go with --evaluate", "music", "--figure", "x.svg")]
    public async Task A_wrong_command_line_is_explained(string message, params string[] args)
    {
        var (exitCode, _, errors) = await SampleProgram.RunAsync("MoodTags", _folder.Path, args);

        exitCode.Should().Be(2);
        errors.Should().Contain(message);
    }

    [Fact]
    public async Task A_missing_folder_list_or_vocabulary_is_named()
    {
        (await SampleProgram.RunAsync("MoodTags", _folder.Path, "missing")).Errors.Should().Contain("missing");
        (await SampleProgram.RunAsync("MoodTags", _folder.Path, "--undo", "missing.jsonl")).Errors.Should().Contain("missing.jsonl");
        Directory.CreateDirectory(_folder.File("music"));
        var (exitCode, _, errors) = await SampleProgram.RunAsync("MoodTags", _folder.Path, "music", "--vocabulary", "moods.json");
        exitCode.Should().Be(1);
        errors.Should().Contain("moods.json: there is no such file");
    }
}
