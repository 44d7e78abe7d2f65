using System.Diagnostics;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests.Samples;

/// <summary>Programs send nothing and look nothing up, and write only what they are asked for.</summary>
public sealed class OfflineTests
{
    [SkippableFact]
    public async Task All_encoders_and_decoders_run_without_a_network_and_leave_no_file()
    {
        using var calls = new SystemCalls();
        using var folder = new TemporaryFolder();
        string[] inputs = [Demo.Picture(folder.Path, "picture.png"), Demo.Sound(folder.Path, "sound.wav"), "--text", "a quiet evening"];
        if (HasFfmpeg) inputs = [FfmpegTool.Make(folder.File("sound.flac"), "-f", "lavfi", "-i", "sine=d=2"), .. inputs];

        var start = calls.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "Predict.dll"), .. inputs]);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0, await errors);
        (await output).TrimEnd().Split('\n').Should().HaveCount(inputs.Length - 1);
        calls.Sent().Should().BeEmpty();
        calls.Written(below: "(nothing)").Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(calls.Home).Should().BeEmpty();
    }

    private static bool HasFfmpeg =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(f => File.Exists(Path.Combine(f, "ffmpeg")));
}
