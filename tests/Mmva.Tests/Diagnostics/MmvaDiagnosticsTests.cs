using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Mmva.Diagnostics;

namespace Mmva.Tests;

public class MmvaDiagnosticsTests
{
    private static readonly MmvaModelOptions Sizes = new() { Caption = new(1, 12), EmbeddingWidth = 12, HiddenWidth = 8, Sigma = 0.25 };

    [Fact]
    public async Task The_process_the_model_and_the_encoders_are_described()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseModel(_ => new MmvaModel(Sizes)).UseCaptionEncoder(_ => new FakeEncoder("fake", 12));
        await using var provider = services.BuildServiceProvider();

        var found = await MmvaDiagnostics.DescribeAsync(provider);

        found.HasProblems.Should().BeFalse();
        Value(found, ".NET").Should().Contain(Environment.Version.ToString()).And.Contain(Platform.Identifier);
        Value(found, "processor").Should().Contain($"{Environment.ProcessorCount} threads");
        Value(found, "model").Should().Contain("captions 1x12").And.Contain("σ 0.25").And.Contain("fingerprint ");
        Value(found, "image encoder").Should().Be("none is registered");
        Value(found, "caption encoder").Should().Be("fake, features 1x12, license MIT, from nowhere, fingerprint 0123456789abcdef…");
        found.ToString().Split(Environment.NewLine).Should().Equal(found.Entries.Select(entry => $"{entry.Name}: {entry.Value}"));
    }

    [Fact]
    public async Task What_fails_is_an_entry_and_the_rest_is_described()
    {
        var services = new ServiceCollection();
        services.AddMmva()
            .UseModel("absent.safetensors")
            .UseImageEncoder(_ => throw new NotSupportedException("no camera\nhere"))
            .UseCaptionEncoder(_ => new FakeEncoder("fake", 12));
        await using var provider = services.BuildServiceProvider();

        var found = await MmvaDiagnostics.DescribeAsync(provider);

        found.Entries.Where(entry => entry.IsProblem).Select(entry => entry.Name).Should().Equal("model", "image encoder");
        found.ToString().Should().Contain("model: PROBLEM: absent.safetensors: ").And
            .Contain("image encoder: PROBLEM: NotSupportedException: no camera here");
        Value(found, "caption encoder").Should().StartWith("fake");
    }

    [Fact]
    public async Task Features_that_do_not_fit_the_model_are_a_problem()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseModel(_ => new MmvaModel(Sizes)).UseCaptionEncoder(_ => new FakeEncoder("fake", 13));
        await using var provider = services.BuildServiceProvider();

        (await MmvaDiagnostics.DescribeAsync(provider)).Entries.Single(entry => entry.IsProblem).Should().Be(
            new DiagnosticEntry("caption encoder", "its features do not fit the model, which expects 1x12.", IsProblem: true));
    }

    [Fact]
    public async Task Keyed_hosts_are_named_once()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseModel(_ => new MmvaModel(Sizes));
        services.AddMmva();
        services.AddKeyedMmva("other").UseModel(_ => new MmvaModel(Sizes)).UseCaptionEncoder(_ => new FakeEncoder("another", 12));
        services.AddKeyedMmva("other");
        await using var provider = services.BuildServiceProvider();

        var found = await MmvaDiagnostics.DescribeAsync(provider);

        found.Entries.Select(entry => entry.Name).Should().OnlyHaveUniqueItems().And.Contain(["model", "model 'other'"]);
        Value(found, "caption encoder 'other'").Should().StartWith("another");
    }

    [Fact]
    public async Task Services_without_Mmva_are_a_problem()
    {
        await using var provider = new ServiceCollection().BuildServiceProvider();

        (await MmvaDiagnostics.DescribeAsync(provider)).Entries[^1].Should().Be(
            new DiagnosticEntry("host", "AddMmva was not called on these services.", IsProblem: true));
    }

    [Fact]
    public async Task Findings_are_reported_as_they_are_made_and_can_be_canceled()
    {
        using var stop = new CancellationTokenSource();
        var services = new ServiceCollection();
        services.AddMmva().UseModel(_ => new MmvaModel(Sizes));
        await using var provider = services.BuildServiceProvider();
        var reported = new Reports(entry => { if (entry.Name == "model") stop.Cancel(); });

        await FluentActions.Awaiting(() => MmvaDiagnostics.DescribeAsync(provider, reported, stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        reported.Names.Should().StartWith(["Mmva", ".NET"]).And.EndWith("model");
    }

    [Fact]
    public void Paths_contain_no_name_of_a_user()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        ShortPath.Of(Path.Combine(home, "music", "cache")).Should().Be(Path.Combine("~", "music", "cache"));
        ShortPath.Of(Path.Combine(AppContext.BaseDirectory, "weights")).Should().Be("weights");
        ShortPath.Of("ffmpeg").Should().Be("ffmpeg");
        ShortPath.In($"'{Path.Combine(home, "a")}' or /backup{home}/b").Should().Be($"'{Path.Combine("~", "a")}' or /backup{home}/b");
    }

    [Fact]
    public void The_platform_has_the_portable_name()
    {
        Platform.Identifier.Should().EndWith("-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant());
        Platform.Identifier.Should().MatchRegex("^(win|osx|linux|linux-musl)-");
        if (OperatingSystem.IsLinux())
            (Platform.FileName("onnxruntime"), Platform.FileName("libSkiaSharp")).Should().Be(("libonnxruntime.so", "libSkiaSharp.so"));
    }

    private static string Value(MmvaDiagnostics found, string name) => found.Entries.Single(entry => entry.Name == name).Value;

    private sealed class FakeEncoder(string name, int width) : IModalityEncoder<string>
    {
        public EncoderMetadata Metadata { get; } = new(name, 1, width, "MIT", "nowhere", "0123456789abcdef0123");

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }

    private sealed class Reports(Action<DiagnosticEntry> then) : IProgress<DiagnosticEntry>
    {
        public List<string> Names { get; } = [];

        public void Report(DiagnosticEntry value)
        {
            Names.Add(value.Name);
            then(value);
        }
    }
}
