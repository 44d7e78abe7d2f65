using Mmva.Encoders;

namespace Mmva.Benchmarks;

/// <summary>
/// MERT-v1-95M on one clip of 10 s and on eight of 5 s. The peer takes the eight in one batch, which is its quickest; ours one by one, as the encoder
/// does.
/// </summary>
internal sealed class MertCases : PaperTower
{
    private const string Config = """
        {"model_type": "mert_model", "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
         "hidden_act": "gelu", "layer_norm_eps": 1e-05,
         "conv_dim": [512, 512, 512, 512, 512, 512, 512], "conv_kernel": [10, 3, 3, 3, 3, 2, 2], "conv_stride": [5, 2, 2, 2, 2, 2, 2],
         "num_conv_pos_embeddings": 128, "num_conv_pos_embedding_groups": 16}
        """;

    private const int Width = 768, Inner = 3072, Layers = 12, Channels = 512, PositionKernel = 128, PositionInputs = 48, SampleRate = 24_000,
    Features = (Layers + 1) * Width;

    private static readonly int[] Kernels = [10, 3, 3, 3, 3, 2, 2];

    public override string Name => "mert";

    public override IReadOnlyList<(string Case, int Turns)> Cases => [("1x10s", 1), ("8x5s", 1)];

    public override double FastLimit => 0.03;

    public override TemporaryModel CreateModel() => new(Config, Keys());

    public override Contender Ours(string folder, Precision precision, OnnxSessionOptions options)
    {
        var tower = new MertTower(folder, precision, options);
        return new(tower, name =>
        {
            var (clips, length, samples) = Clips(name);
            var features = new float[clips * Features];
            return new(() =>
            {
                for (var clip = 0; clip < clips; clip++)
                    tower.Run(samples.AsMemory(clip * length, length), features.AsMemory(clip * Features, Features));
            }, () => features);
        });
    }

    protected override Work PeerWork(TowerSession peer, string name)
    {
        var (clips, length, samples) = Clips(name);
        var features = new float[clips * Features];
        return new(() => peer.Run("input_values", samples, [clips, length], "time_means", features, [clips, Layers + 1, Width]), () => features);
    }

    private static (int Count, int Length, float[] Samples) Clips(string name)
    {
        var (clips, length) = name == "1x10s" ? (1, 10 * SampleRate) : (8, 5 * SampleRate);
        return (clips, length, FormulaValues.Create("waveform", clips * length, 2));
    }

    private static IEnumerable<(string Key, int[] Shape)> Keys()
    {
        for (var i = 0; i < Kernels.Length; i++)
            yield return ($"feature_extractor.conv_layers.{i}.conv.weight", [Channels, i == 0 ? 1 : Channels, Kernels[i]]);
        foreach (
            var (norm, width) in new[] { ("feature_extractor.conv_layers.0.layer_norm", Channels), ("feature_projection.layer_norm", Channels),
                ("encoder.layer_norm", Width) })
            foreach (var part in new[] { "weight", "bias" }) yield return ($"{norm}.{part}", [width]);
        foreach (var key in FormulaModel.Layers("feature_projection", [("projection", Width, Channels)], [], Width)) yield return key;
        const string position = "encoder.pos_conv_embed.conv";
        yield return ($"{position}.bias", [Width]);
        yield return ($"{position}.parametrizations.weight.original0", [1, 1, PositionKernel]);
        yield return ($"{position}.parametrizations.weight.original1", [Width, PositionInputs, PositionKernel]);
        (string Name, int Outputs, int Inputs)[] linears =
        [
            ("attention.q_proj", Width, Width), ("attention.k_proj", Width, Width), ("attention.v_proj", Width, Width), (
                "attention.out_proj", Width, Width),
            ("feed_forward.intermediate_dense", Inner, Width), ("feed_forward.output_dense", Width, Inner),
        ];
        for (var i = 0; i < Layers; i++)
            foreach (var key in FormulaModel.Layers($"encoder.layers.{i}", linears, ["layer_norm", "final_layer_norm"], Width)) yield return key;
    }
}
