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
            "--cut");

        exitCode.Should().Be(0, errors);
        output.Should().Contain(" of 13.0 s. Look: ");
        Directory.EnumerateFiles(Path.Combine(_folder, "film-summary")).Select(Path.GetFileName)
            .Should().BeEquivalentTo("summary.html", "summary.json", "summary.edl", "summary.mp4");
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "film-summary", "summary.json")));
        json.RootElement.GetProperty("shots").EnumerateArray().Select(s => s.GetProperty("end").GetDouble()).Should().Contain([5, 7]).And.EndWith(13);
        json.RootElement.GetProperty("summaryDuration").GetDouble().Should().BeInRange(0.5, 2.6);
        File.ReadAllText(Path.Combine(_folder, "film-summary", "summary.html")).Should().Contain("<video controls");
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
            .And.MatchRegex(@"--arousal <images\|music\|both> .*\[default: images\]");
        (await SampleProgram.RunAsync("VideoSummary", _folder, "-h")).Output.Should().Be(output);
    }
}
