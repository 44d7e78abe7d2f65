using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva.DependencyInjection;
using Mmva.Encoders.Clip;
using Mmva.Encoders.Mert;
using Mmva.Media;
using Mmva.TestSupport;

namespace Mmva.Encoders.Tests.DependencyInjection;

public class PaperTowerMmvaBuilderExtensionsTests
{
    [Fact]
    public void Loading_a_tower_names_its_licence_and_source_in_one_log_line()
    {
        var (clip, mert) = (new Lines<ClipEncoder>(), new Lines<MertEncoder>());
        var services = new ServiceCollection().AddSingleton<ILogger<ClipEncoder>>(clip).AddSingleton<ILogger<MertEncoder>>(mert);
        services.AddMmva().UseClip(GoldenFiles.Fixture("clip-tiny")).UseMert(GoldenFiles.Fixture("mert-tiny"));
        using var provider = services.BuildServiceProvider();
        clip.Messages.Concat(mert.Messages).Should().BeEmpty("nothing is loaded before it is needed");

        var images = provider.GetRequiredService<IModalityEncoder<RgbImage>>().Metadata;
        var music = provider.GetRequiredService<IModalityEncoder<Waveform>>().Metadata;

        clip.Messages.Should().Equal($"Loaded {images.Name}; licence of the weights: MIT; source: https://huggingface.co/openai/clip-vit-base-patch32");
        mert.Messages.Should().Equal($"Loaded {music.Name}; licence of the weights: CC-BY-NC-4.0; source: https://huggingface.co/m-a-p/MERT-v1-95M");
    }

    private sealed class Lines<T> : ILogger<T>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Messages.Add(formatter(state, exception));
    }
}
