using Mmva.Encoders;
using Mmva.Encoders.Clip;
using Mmva.Encoders.Onnx;

namespace Mmva.Benchmarks;

/// <summary>CLIP ViT-B/32 on 1, 8 and 32 pictures.</summary>
internal static class ClipCases
{
    private const string Config = """
        {"model_type": "clip_vision_model", "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
         "image_size": 224, "patch_size": 32, "projection_dim": 512, "hidden_act": "quick_gelu", "layer_norm_eps": 1e-05}
        """;

    private const int Width = 768, Inner = 3072, Layers = 12, Side = 224, Features = 512;

    /// <param name="peers">The folder with the exported graph.</param>
    /// <param name="options">Threads, the same for both.</param>
    /// <param name="turns">Turns each.</param>
    public static IEnumerable<BenchmarkRow> Measure(string peers, OnnxSessionOptions options, int turns)
    {
        using var folder = new TemporaryModel(Config, Keys());
        using var peer = new TowerSession(Path.Combine(peers, "clip.onnx"), options);
        foreach (var precision in new[] { Precision.Exact, Precision.Fast })
        {
            using var tower = new ClipTower(folder.Path, precision, options);
            foreach (var images in new[] { 1, 8, 32 }) yield return Measure(peer, tower, precision, images, images == 1 ? 3 * turns : turns);
        }
    }

    private static BenchmarkRow Measure(TowerSession peer, ClipTower tower, Precision precision, int images, int turns)
    {
        var pixels = FormulaValues.Create("pixel_values", images * 3 * Side * Side, 2);
        var (ours, theirs) = (new float[images * Features], new float[images * Features]);
        var row = Turns.Measure($"clip/{images}",
            () => Turns.Seconds(() => tower.Run(pixels, ours)),
            () => Turns.Seconds(() => peer.Run("pixel_values", pixels, [images, 3, Side, Side], "image_embeds", theirs, [images, Features])),
            turns, precision == Precision.Exact ? "exact" : "fast");
        if (precision == Precision.Exact) Agreement.Demand(row.Case, ours, theirs);
        else Agreement.DemandRms(row.Case, ours, theirs, 0.01);
        return row;
    }

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
            ("self_attn.q_proj", Width, Width), ("self_attn.k_proj", Width, Width), ("self_attn.v_proj", Width, Width), ("self_attn.out_proj", Width, Width), ("mlp.fc1", Inner, Width), ("mlp.fc2", Width, Inner),
        ];
        return FormulaModel.Layers(block, linears, ["layer_norm1", "layer_norm2"], Width);
    }
}
