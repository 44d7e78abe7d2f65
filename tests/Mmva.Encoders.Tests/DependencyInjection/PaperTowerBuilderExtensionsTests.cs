using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.TestSupport;

namespace Mmva.Encoders.Tests.DependencyInjection;

public class PaperTowerBuilderExtensionsTests
{
    [Fact]
    public void Options_are_configured_by_every_call_and_validated()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseClip("unused", o => o.License = "own").UseClip(GoldenFiles.Fixture("clip-tiny"), o => o.Precision = Precision.Fast)
            .UseMert(GoldenFiles.Fixture("mert-tiny"), o => o.WindowSeconds = 0);
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IModalityEncoder<RgbImage>>().Metadata
            .Should().Match<EncoderMetadata>(m => m.License == "own" && m.Fingerprint.Contains("-fast"));
        provider.Invoking(p => p.GetRequiredService<IStartupValidator>().Validate())
            .Should().Throw<OptionsValidationException>().WithMessage("WindowSeconds: *");
        provider.Invoking(p => p.GetRequiredService<IModalityEncoder<Waveform>>())
            .Should().Throw<OptionsValidationException>().WithMessage("WindowSeconds: *");
    }

    [Fact]
    public void Loading_a_tower_logs_its_license_and_source_in_one_line()
    {
        var log = new LogLines();
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(log);
        services.AddMmva().UseClip(GoldenFiles.Fixture("clip-tiny")).UseMert(GoldenFiles.Fixture("mert-tiny"));
        using var provider = services.BuildServiceProvider();
        log.Lines.Should().BeEmpty("nothing is loaded before it is needed");

        var images = provider.GetRequiredService<IModalityEncoder<RgbImage>>().Metadata;
        var music = provider.GetRequiredService<IModalityEncoder<Waveform>>().Metadata;

        log.Lines.Should().Equal(
            $"Loaded {images.Name}; license of the weights: MIT; source: https://huggingface.co/openai/clip-vit-base-patch32",
            $"Loaded {music.Name}; license of the weights: CC-BY-NC-4.0; source: https://huggingface.co/m-a-p/MERT-v1-95M");
        log.Categories.Should().Equal(typeof(ClipEncoder).FullName, typeof(MertEncoder).FullName);
    }
}
