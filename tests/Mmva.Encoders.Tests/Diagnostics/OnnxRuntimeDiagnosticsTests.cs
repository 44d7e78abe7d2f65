using Microsoft.Extensions.DependencyInjection;
using Mmva.TestSupport;

namespace Mmva.Encoders.Tests;

public sealed class OnnxRuntimeDiagnosticsTests
{
    private static readonly string MiniLm = GoldenFiles.Repository("src", "Mmva.Compact.Weights.NonCommercial", "weights", "minilm");

    [Fact]
    public async Task The_runtime_of_registered_encoders_is_described()
    {
        await using var provider = new ServiceCollection().AddMmva().UseOnnxImageEncoder("absent.onnx").Services.BuildServiceProvider();

        var found = await MmvaDiagnostics.DescribeAsync(provider);

        found.Entries.Single(entry => entry.Name == "ONNX Runtime").Value.Should().MatchRegex(@"^1\.\d+\.\d+, providers .*CPU; telemetry off$");
        found.Entries.Single(entry => entry.Name == "image encoder").Should().Be(
            new DiagnosticEntry("image encoder", "absent.onnx: no such file.", IsProblem: true));
    }

    [Fact]
    public async Task The_runtime_of_encoders_from_a_factory_is_described()
    {
        await using var provider = new ServiceCollection().AddMmva().UseCaptionEncoder(_ => MiniLmEncoder.Load(MiniLm))
            .Services.BuildServiceProvider();

        var found = await MmvaDiagnostics.DescribeAsync(provider);

        found.Entries.Select(entry => entry.Name).Should().EndWith(["caption encoder", "ONNX Runtime"]);
    }

    [Fact]
    public void A_provider_that_the_runtime_does_not_have_is_an_error_that_lists_those_it_has() =>
        FluentActions.Invoking(() => MiniLmEncoder.Load(MiniLm, new() { Session = new() { Configure = o => o.AppendExecutionProvider_CUDA() } }))
            .Should().Throw<MmvaException>().WithMessage("OnnxSessionOptions.Configure: *has the execution providers CPU;*");
}
