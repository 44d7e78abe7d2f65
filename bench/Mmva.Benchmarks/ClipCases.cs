using System.Globalization;
using Mmva.Encoders;

namespace Mmva.Benchmarks;

/// <summary>CLIP ViT-B/32 on 1, 8 and 32 pictures.</summary>
internal sealed class ClipCases : PaperTower
{
    private const string Config = """
        {"model_type": "clip_vision_model", "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
         "image_size": 224, "patch_size": 32, "projection_dim": 512, "hidden_act": "quick_gelu", "layer_norm_eps": 1e-05}
        """;

    private const int Width = 768, Inner = 3072, Layers = 12, Side = 224, Features = 512;

    public override string Name => "clip";

    public override IReadOnlyList<(string Case, int Turns)> Cases => [("1", 3), ("8", 1), ("32", 1)];

    public override double FastLimit => 0.01;

    public override TemporaryModel CreateModel() => new(Config, Keys());

    public override Contender Ours(string folder, Precision precision, OnnxSessionOptions options)
    {
        var tower = new ClipTower(folder, precision, options);
        return new(tower, name =>
        {
            var (pixels, features) = (Pixels(name, out var images), new float[images * Features]);
            return new(() => tower.Run(pixels, features), () => features);
        });
    }

    protected override Work PeerWork(TowerSession peer, string name)
    {
        var (pixels, features) = (Pixels(name, out var images), new float[images * Features]);
        return new(() => peer.Run("pixel_values", pixels, [images, 3, Side, Side], "image_embeds", features, [images, Features]), () => features);
    }

    private static float[] Pixels(string name, out int images) =>
        FormulaValues.Create("pixel_values", (images = int.Parse(name, CultureInfo.InvariantCulture)) * 3 * Side * Side, 2);

    private static IEnumerable<(string Key, int[] Shape)> Keys()
    {
        const string model = "vision_model", embeddings = model + ".embeddings";
        yield return ($"{embeddings}.class_embedding", [Width]);
        yield return ($"{embeddings}.patch_embedding.weight", [Width, 3, 32, 32]);
        yield return ($"{embeddings}.position_embedding.weight", [50, Width]);
        foreach (var norm in new[] { "pre_layrnorm", "post_layernorm" })
            foreach (var part in new[] { "weight", "bias" }) yield return ($"{model}.{norm}.{part}", [Width]);
        for (var i = 0; i < Layers; i++)
            foreach (var key in Block($"{model}.encoder.layers.{i}")) yield return key;
        yield return ("visual_projection.weight", [Features, Width]);
    }

    private static IEnumerable<(string Key, int[] Shape)> Block(string block)
    {
        (string Name, int Outputs, int Inputs)[] linears =
        [
            ("self_attn.q_proj", Width, Width), ("self_attn.k_proj", Width, Width), ("self_attn.v_proj", Width, Width), (
                "self_attn.out_proj", Width, Width), ("mlp.fc1", Inner, Width), ("mlp.fc2", Width, Inner),
        ];
        return FormulaModel.Layers(block, linears, ["layer_norm1", "layer_norm2"], Width);
    }
}
