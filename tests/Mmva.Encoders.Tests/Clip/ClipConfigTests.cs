using Mmva.Encoders.Graphs;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Clip;

public sealed class ClipConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void The_whole_model_s_configuration_is_read_and_absent_keys_are_ViT_B_32_s()
    {
        Write("config.json", File.ReadAllText(GoldenFiles.Fixture("clip-tiny", "config.json")));
        var config = ClipConfig.ReadFolder(_folder);
        (config.Width, config.ImageSize, config.PatchSize, config.ProjectionWidth, config.Block.Heads, config.Block.Activation)
            .Should().Be((64, 48, 8, 40, 4, Activation.QuickGelu));

        Write("config.json", """{"model_type": "clip", "projection_dim": 512, "vision_config": {"hidden_act": "gelu"}}""");
        config = ClipConfig.ReadFolder(_folder);
        (config.Width, config.Tokens, config.Layers, config.Block.Activation).Should().Be((768, 50, 12, Activation.Gelu));
    }

    [Theory]
    [InlineData("", Activation.Gelu)]
    [InlineData(", \"quick_gelu\": true", Activation.QuickGelu)]
    public void Open_clip_says_its_activation(string quick, object activation)
    {
        Write(
            "open_clip_config.json",
            """{"model_cfg": {"embed_dim": 512, "vision_cfg": {"image_size": 224, "layers": 12, "width": 768, "patch_size": 32}""" + quick + "}}");
        var config = ClipConfig.ReadFolder(_folder);
        (config.Width, config.InnerWidth, config.Block.Heads, config.Block.Activation, config.ProjectionWidth)
            .Should().Be((768, 3072, 12, (Activation)activation, 512));
    }

    [Theory]
    [InlineData("\"clip\"", "\"siglip\"", "*model_type*siglip*")]
    [InlineData("quick_gelu", "gelu_new", "*vision_config.hidden_act*gelu_new*")]
    [InlineData("\"num_attention_heads\": 4", "\"num_attention_heads\": 7", "*vision_config.num_attention_heads*64*")]
    [InlineData("\"num_channels\": 3", "\"num_channels\": 4", "*num_channels*")]
    [InlineData("\"patch_size\": 8", "\"patch_size\": 80", "*patch_size*48*")]
    public void What_is_not_implemented_is_refused_by_name(string from, string to, string message)
    {
        Write("config.json", File.ReadAllText(GoldenFiles.Fixture("clip-tiny", "config.json")).Replace(from, to, StringComparison.Ordinal));
        var read = () => ClipConfig.ReadFolder(_folder);
        read.Should().Throw<WeightFileException>().WithMessage(message);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
