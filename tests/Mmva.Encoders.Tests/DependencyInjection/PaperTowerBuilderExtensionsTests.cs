using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva.TestSupport;

namespace Mmva.Encoders.Tests.DependencyInjection;

public class PaperTowerBuilderExtensionsTests
{
    [Fact]
    public void Loading_a_tower_names_its_licence_and_source_in_one_log_line()
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
