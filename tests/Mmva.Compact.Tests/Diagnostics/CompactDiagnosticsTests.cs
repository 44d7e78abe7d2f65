using Microsoft.Extensions.DependencyInjection;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests;

public sealed class CompactDiagnosticsTests
{
    [Fact]
    public async Task The_trained_default_has_no_problems_and_names_its_licenses()
    {
        using var folder = new TemporaryFolder();
        await using var provider = new ServiceCollection().AddMmva().UseCompact().AddVideo()
            .UseFeatureCache(cache => cache.Folder = folder.Path).Services.BuildServiceProvider();

        var found = await MmvaDiagnostics.DescribeAsync(provider);

        found.HasProblems.Should().BeFalse(found.ToString());
        Value(found, "Skia").Should().MatchRegex(@"^\d+\.\d+, SkiaSharp \d+\.\d+\.\d+$");
        Value(found, "Mmva.Compact").Should().MatchRegex("^weights in mmva-compact, [0-9]+ MB, for non-commercial research; .*MODEL_CARD.md$");
        Value(found, "feature cache").Should().EndWith("0 files of 0.0 MB, at most 537 MB");
        Value(found, "model").Should().Contain("license non-commercial research");
        Value(found, "image encoder").Should().Contain("license Apache-2.0");
        Value(found, "music encoder").Should().Contain("license CC BY-NC-SA");
        found.Entries.Select(entry => entry.Name).Should().OnlyHaveUniqueItems().And.Contain(["ffmpeg", "ffprobe", "ONNX Runtime"]);
    }

    [Fact]
    public async Task Programs_and_folders_that_were_given_and_are_absent_are_problems()
    {
        using var folder = new TemporaryFolder();
        var services = new ServiceCollection();
        services.AddMmva().AddMedia(configureAudio: audio => audio.FfmpegPath = folder.File("ffmpeg"));
        services.AddKeyedMmva("other").UseCompact(compact => compact.Folder = folder.File("weights"));
        await using var provider = services.BuildServiceProvider();

        var found = await MmvaDiagnostics.DescribeAsync(provider);

        found.Entries.Where(entry => entry.IsProblem).Select(entry => entry.Name).Should().Equal(
            "ffmpeg", "Mmva.Compact", "model 'other'", "image encoder 'other'", "music encoder 'other'", "caption encoder 'other'");
        found.Entries.First(entry => entry.IsProblem).Value.Should().StartWith($"{folder.File("ffmpeg")} cannot be started (");
    }

    [SkippableFact]
    public async Task A_program_that_is_not_ffmpeg_is_said_not_to_be()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The program is one of Linux.");
        await using var provider = new ServiceCollection().AddMmva().AddMedia(configureAudio: audio => audio.FfmpegPath = "/bin/true")
            .Services.BuildServiceProvider();

        (await MmvaDiagnostics.DescribeAsync(provider)).Entries.Should().Contain(
            new DiagnosticEntry("ffmpeg", "/bin/true cannot be started (it does not print a version)", IsProblem: true));
    }

    private static string Value(MmvaDiagnostics found, string name) => found.Entries.Single(entry => entry.Name == name).Value;
}
