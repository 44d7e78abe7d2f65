using Microsoft.Extensions.DependencyInjection;
using Mmva.DependencyInjection;
using Mmva.Encoders.Clip;
using Mmva.Encoders.Roberta;
using Mmva.Encoders.Tests.Roberta;
using Mmva.Media;
using Mmva.TestSupport;

namespace Mmva.Encoders.Tests.DependencyInjection;

public sealed class PaperTowerMmvaBuilderExtensionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Folders_become_the_encoders_of_a_host()
    {
        TinyVocabulary.Write(_folder);
        foreach (var file in new[] { "config.json", "model.safetensors" }) File.Copy(GoldenFiles.Fixture("roberta-tiny", file), Path.Combine(_folder, file));
        var services = new ServiceCollection();
        services.AddMmva().UseClip(GoldenFiles.Fixture("clip-tiny")).UseRoberta(_folder, new() { Precision = Precision.Fast });
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IModalityEncoder<RgbImage>>().Should().BeOfType<ClipEncoder>();
        provider.GetRequiredService<IModalityEncoder<string>>().Should().BeOfType<RobertaEncoder>();
    }
}
