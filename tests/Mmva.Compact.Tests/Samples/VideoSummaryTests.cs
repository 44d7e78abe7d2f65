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
        FfmpegTool.Make(Path.Combine(_folder, "film.mp4"), "-f", "lavfi", "-i", "testsrc=s=160x90:d=5[a];color=orange:s=160x90:d=2[b];mandelbrot=s=160x90:r=25,trim=duration=6,setsar=1,format=yuv420p[c];[a][b][c]concat=n=3", "-f", "lavfi", "-i", "sine=d=13");

        var (exitCode, output, errors) = await SampleProgram.RunAsync("VideoSummary", _folder, "film.mp4", "--share", "0.2", "--arousal", "both", "--cut");

        exitCode.Should().Be(0, errors);
        output.Should().Contain(" of 13.0 s. Look: ");
        Directory.EnumerateFiles(Path.Combine(_folder, "film-summary")).Select(Path.GetFileName).Should().BeEquivalentTo("summary.html", "summary.json", "summary.edl", "summary.mp4");
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

        (await SampleProgram.RunAsync("VideoSummary", _folder, "text.mp4")).Should().Match<(int ExitCode, string Output, string Errors)>(r => r.ExitCode == 1 && r.Errors.Contains("text.mp4: cannot be decoded as video") && r.Output == "");
        (await SampleProgram.RunAsync("VideoSummary", _folder, "a.mp4", "--share", "15")).Should().Match<(int ExitCode, string Output, string Errors)>(r => r.ExitCode == 2 && r.Errors.StartsWith("A share is above 0 and up to 1"));
        (await SampleProgram.RunAsync("VideoSummary", _folder, "--help")).ExitCode.Should().Be(0);
    }
}
