using System.Text.Json;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests.Samples;

public sealed class VideoSummaryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Writes_page_list_json_and_the_cut_video()
    {
        FfmpegTool.Make(Path.Combine(_folder, "film.mp4"), "-f", "lavfi", "-i",
            "testsrc=s=160x90:d=5[a];color=orange:s=160x90:d=2[b];"
            + "mandelbrot=s=160x90:r=25,trim=duration=6,setsar=1,format=yuv420p[c];[a][b][c]concat=n=3", "-f", "lavfi", "-i", "sine=d=13");

        var (exitCode, output, errors) = await SampleProgram.RunAsync("VideoSummary", _folder, "film.mp4", "--share", "0.2", "--arousal", "both",
            "--cut", "--export", "fcpxml", "otio", "--start-timecode", "01:00:00:00");

        exitCode.Should().Be(0, errors);
        output.Should().Contain(" of 13.0 s. Look: ");
        Directory.EnumerateFiles(Path.Combine(_folder, "film-summary")).Select(Path.GetFileName)
            .Should().BeEquivalentTo("summary.html", "summary.json", "summary.fcpxml", "summary.otio", "summary.mp4");
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "film-summary", "summary.json")));
        json.RootElement.GetProperty("shots").EnumerateArray().Select(s => s.GetProperty("end").GetDouble()).Should().Contain([5, 7]).And.EndWith(13);
        json.RootElement.GetProperty("summaryDuration").GetDouble().Should().BeInRange(0.5, 2.6);
        File.ReadAllText(Path.Combine(_folder, "film-summary", "summary.html")).Should().Contain("<video controls");
        File.ReadAllText(Path.Combine(_folder, "film-summary", "summary.fcpxml")).Should().Contain("tcStart=\"3600s\"");
    }

    [SkippableFact]
    public async Task With_music_the_shots_are_clips_without_thumbnails_and_mute_videos_are_an_error()
    {
        FfmpegTool.Make(Path.Combine(_folder, "film.mp4"), "-f", "lavfi", "-i", "testsrc=s=64x48:d=21", "-f", "lavfi", "-i", "sine=d=21");
        FfmpegTool.Make(Path.Combine(_folder, "mute.mp4"), "-f", "lavfi", "-i", "testsrc=s=64x48:d=2");

        var (exitCode, output, errors) = await SampleProgram.RunAsync("VideoSummary", _folder, "film.mp4", "--arousal", "music");
        exitCode.Should().Be(0, errors);
        output.Should().Contain("1 of 7 shots, 3.0 of 21.0 s.");
        File.ReadAllText(Path.Combine(_folder, "film-summary", "summary.edl")).Should().Contain("  AX       A     C  ");
        File.ReadAllText(Path.Combine(_folder, "film-summary", "summary.html")).Should().Contain("the arousal of the music").And.NotContain("<img");

        var mute = await SampleProgram.RunAsync("VideoSummary", _folder, "mute.mp4", "--arousal", "music");
        mute.Should().Match<(int ExitCode, string Output, string Errors)>(
            r => r.ExitCode == 1 && r.Output == "" && r.Errors.Contains("mute.mp4: has no audio track, and only music counts"));
    }

    [SkippableFact]
    public async Task The_evaluation_is_one_table_of_systems()
    {
        // one video with and one without audio, rated by two people; a third is not there, a fourth no video
        Directory.CreateDirectory(Path.Combine(_folder, "videos"));
        foreach (var (name, sound) in new[] { ("one", true), ("two", false) })
        {
            string[] film = ["-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=12"];
            FfmpegTool.Make(Path.Combine(_folder, "videos", name + ".mp4"), sound ? [.. film, "-f", "lavfi", "-i", "sine=d=12"] : film);
        }
        File.WriteAllText(Path.Combine(_folder, "videos", "four.mp4"), "no video");
        var ratings = string.Join(',', Enumerable.Range(0, 450).Select(frame => 1 + frame / 100));
        string[] users = [ratings, ratings];
        var rows = new[] { "one", "two", "three", "four" }.SelectMany(id => users.Select(user => $"{id}\tXX\t{user}"));
        File.WriteAllLines(Path.Combine(_folder, "ydata-tvsum50-anno.tsv"), rows);
        File.WriteAllText(Path.Combine(_folder, "shots.json"), """{ "one": [[0, 99], [100, 150], [151, 449]], "two": [[0, 49], [50, 449]] }""");

        var fixedLength = await SampleProgram.RunAsync("VideoSummary", _folder, "--evaluate", "tvsum", ".");
        fixedLength.ExitCode.Should().Be(0, fixedLength.Errors);
        fixedLength.Output.Should().StartWith("tvsum: 4 videos, shots: 60 frames each; F in %, mean over the users.")
            .And.Contain("\n| human | 4 | 100.0 [100.0, 100.0] | 1.000 [1.000, 1.000] |").And.Contain("| 8 s on average |")
            .And.Contain("\n| AC-SUM-GAN | 60.6 | – | – | Apostolidis et al.");

        foreach (var shots in new[] { "shots.json", "kts", "clips" })
        {
            var (exitCode, output, errors) = await SampleProgram.RunAsync(
                "VideoSummary", _folder, "--evaluate", "tvsum", ".", "--videos", "videos", "--shots", shots);
            exitCode.Should().Be(1, "one of the files is not a video");
            errors.Should().Contain("videos: there is no video three.").And.Contain("four.mp4: cannot be decoded")
                .And.Contain("two: There is no audio");
            output.Split('\n').Where(line => line.StartsWith("| ")).Select(line => string.Join('|', line.Split('|')[1..3]).Trim()).Take(8)
                .Should().Equal(
                    "system | videos", "random | 2", "random, per frame | 2", "constant | 2", "human | 2",
                    "training-free criteria after CTVSUM | 2", "Mmva, images | 2", "Mmva, music | 1");
        }
    }

    [SkippableFact]
    public async Task What_cannot_be_done_is_said_with_its_exit_code()
    {
        FfmpegTool.Require();
        File.WriteAllText(Path.Combine(_folder, "text.mp4"), "no video");

        (await SampleProgram.RunAsync("VideoSummary", _folder, "text.mp4"))
            .Should().Match<(int ExitCode, string Output, string Errors)>(r =>
            r.ExitCode == 1 && r.Errors.Contains("text.mp4: cannot be decoded as video") && r.Output == "");
    }

    [SkippableFact]
    public async Task An_output_folder_that_cannot_be_used_is_reported_before_the_work_and_none_is_left_by_a_failure()
    {
        FfmpegTool.Make(Path.Combine(_folder, "a.mp4"), "-f", "lavfi", "-i", "testsrc=s=64x48:d=2");
        File.WriteAllText(Path.Combine(_folder, "taken"), "a file");
        Directory.CreateDirectory(Path.Combine(_folder, "used", "summary.mp4"));
        File.WriteAllText(Path.Combine(_folder, "text.mp4"), "no video");

        var taken = await SampleProgram.RunAsync("VideoSummary", _folder, "a.mp4", "-o", "taken");
        (taken.ExitCode, taken.Output).Should().Be((1, ""));
        taken.Errors.Should().Contain("taken: cannot be written to: ").And.NotContain("Loaded");
        (await SampleProgram.RunAsync("VideoSummary", _folder, "a.mp4", "-o", "used", "--cut")).Errors.Should().Contain("summary.mp4: is a folder");
        (await SampleProgram.RunAsync("VideoSummary", _folder, "text.mp4")).ExitCode.Should().Be(1);
        var start = await SampleProgram.RunAsync("VideoSummary", _folder, "a.mp4", "--start-timecode", "01:00:00;00");
        (start.ExitCode, start.Output).Should().Be((1, ""));
        start.Errors.Should().Contain("drop-frame time code exists at 29.97 and 59.94. Use 01:00:00:00.").And.NotContain("Loaded");
        (await SampleProgram.RunAsync("VideoSummary", _folder, "a.mp4", "--start-timecode", "1:00")).ExitCode.Should().Be(2);
        (await SampleProgram.RunAsync("VideoSummary", _folder, "a.mp4", "--max-hours", "0.0005")).ExitCode.Should().Be(2);
        (await SampleProgram.RunAsync("VideoSummary", _folder, "a.mp4", "--max-hours", "0.001")).ExitCode.Should().Be(0);

        Directory.EnumerateDirectories(_folder).Select(Path.GetFileName).Should().BeEquivalentTo("used", "a-summary");
    }

    [Theory]
    [InlineData("--share takes a number from 0.001 to 1, not '15'.", "a.mp4", "--share", "15")]
    [InlineData("--arousal takes images or music or both, not 'sound'.", "a.mp4", "--arousal", "sound")]
    [InlineData("--evaluate takes tvsum or summe and a folder, not 'other'.", "--evaluate", "other", ".")]
    [InlineData("Required argument missing for option: '--evaluate'.", "--evaluate", "tvsum")]
    [InlineData("A video and --evaluate do not go together.", "a.mp4", "--evaluate", "tvsum", ".")]
    [InlineData("--videos goes with --evaluate.", "a.mp4", "--videos", ".")]
    [InlineData("--shots takes a number from 0.001 to 1000000, kts or clips, not '0'.", "a.mp4", "--shots", "0")]
    [InlineData("--shots takes a number from 0.001 to 1000000, kts or clips, not 'shots.csv'.", "a.mp4", "--shots", "shots.csv")]
    [InlineData("--shots takes a number from 0.001 to 1000000, kts or clips, or an existing file of change points, not 'no.csv'.",
        "--evaluate", "tvsum", ".", "--shots", "no.csv")]
    [InlineData("--shots kts needs the videos: give --videos, or a file of change points.", "--evaluate", "tvsum", ".", "--shots", "kts")]
    [InlineData("--clip takes a number from 1 to 60, not '0.5'.", "a.mp4", "--clip", "0.5")]
    [InlineData("--export takes edl or otio or fcpxml or fcp7 or ffmetadata or youtube or all, not 'pdf'.", "a.mp4", "--export", "edl", "pdf")]
    [InlineData("There is no video.")]
    public async Task A_command_line_that_makes_no_sense_is_explained(string message, params string[] args)
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("VideoSummary", _folder, args);
        (exitCode, output).Should().Be((2, ""));
        errors.Should().StartWith(message).And.Contain("Usage:");
    }

    [Fact]
    public async Task Help_names_every_option_with_what_it_takes_and_its_default()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("VideoSummary", _folder, "--help");
        (exitCode, errors).Should().Be((0, ""));
        output.Should().Contain("VideoSummary [<VIDEO>] [options]").And.MatchRegex(@"--share <PART> .*\[default: 0\.15\]")
            .And.MatchRegex(@"--arousal <images\|music\|both> .*\[default: images\]")
            .And.MatchRegex(@"--export <edl\|otio\|fcpxml\|fcp7\|ffmetadata\|youtube\|all> .*\[default: edl\]");
        (await SampleProgram.RunAsync("VideoSummary", _folder, "-h")).Output.Should().Be(output);
    }
}
