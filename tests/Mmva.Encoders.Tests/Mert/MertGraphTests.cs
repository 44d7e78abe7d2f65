using Mmva.Encoders.Graphs;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Mert;

public sealed class MertGraphTests : IDisposable
{
    private const string Kernel = "encoder.pos_conv_embed.conv.", Magnitude = Kernel + "parametrizations.weight.original0",
    Direction = Kernel + "parametrizations.weight.original1";

    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("pytorch_model.bin")]
    public void Every_hidden_state_of_the_golden_model_is_met(string file) => MeetsGolden(GoldenFiles.Fixture("mert-tiny", file));

    [Fact]
    public void The_positional_kernel_may_be_stored_fused()
    {
        using var golden = GoldenFiles.Tensors("mert-tiny", "model.safetensors");
        float[] g = golden[Magnitude].ToFloats(), v = golden[Direction].ToFloats();
        var length = new double[g.Length];
        for (var i = 0; i < v.Length; i++) length[i % g.Length] += (double)v[i] * v[i];
        var fused = v.Select((x, i) => (float)(x * g[i % g.Length] / Math.Sqrt(length[i % g.Length]))).ToArray();
        MeetsGolden(
            Write(golden, t => t.Name switch { Magnitude => null, Direction => Tensor.FromFloats(Kernel + "weight", fused, [.. t.Shape]), _ => t }));
    }

    [Fact]
    public void In_full_size_Exact_equals_the_reference_and_Fast_stays_within_its_error()
    {
        using var io = GoldenFiles.Tensors("mert-95m-formula");
        using var model = FormulaTower.Create("mert-95m-formula");
        var samples = FormulaValues.Create("waveform", 24_000, 1);
        float[] exact = new float[13 * 768], fast = new float[13 * 768];
        using (var tower = new MertTower(model.Path, Precision.Exact)) tower.Run(samples, exact);
        using (var tower = new MertTower(model.Path, Precision.Fast)) tower.Run(samples, fast);
        Errors.OfScale(exact, io["time_means"].ToFloats()).Should().BeLessThan(2e-4);
        Errors.RelativeRms(fast, exact).Should().BeInRange(1e-5, 0.03);
    }

    [Theory]
    [InlineData("\"feat_extract_norm\": \"group\"", "\"feat_extract_norm\": \"layer\"", "*feat_extract_norm*layer*")]
    [InlineData("\"do_stable_layer_norm\": false", "\"do_stable_layer_norm\": true", "*do_stable_layer_norm*")]
    [InlineData("\"conv_bias\": false", "\"conv_bias\": true", "*conv_bias*")]
    [InlineData("\"vocab_size\": 32", "\"feature_extractor_cqt\": true", "*feature_extractor_cqt*")]
    [InlineData("\"vocab_size\": 32", "\"deepnorm\": true", "*deepnorm*")]
    [InlineData("\"vocab_size\": 32", "\"attention_relax\": 32.0", "*attention_relax*32*")]
    [InlineData("\"hidden_act\": \"gelu\"", "\"hidden_act\": \"gelu_new\"", "*hidden_act*gelu_new*")]
    [InlineData("\"model_type\": \"hubert\"", "\"model_type\": \"wav2vec2\"", "*model_type*wav2vec2*")]
    [InlineData("\"num_attention_heads\": 4", "\"num_attention_heads\": 5", "*num_attention_heads*64*")]
    [InlineData("\"num_conv_pos_embedding_groups\": 4", "\"num_conv_pos_embedding_groups\": 5", "*num_conv_pos_embedding_groups*64*")]
    public void What_is_not_implemented_is_refused_by_name(string from, string to, string message)
    {
        var json = File.ReadAllText(GoldenFiles.Fixture("mert-tiny", "config.json"));
        json.Should().Contain(from);
        var path = Path.Combine(_folder, "config.json");
        File.WriteAllText(path, json.Replace(from, to, StringComparison.Ordinal));
        var read = () => MertConfig.Read(path);
        read.Should().Throw<WeightFileException>().WithMessage(message);
    }

    [Fact]
    public void The_published_options_of_MERT_are_taken()
    {
        var path = Path.Combine(_folder, "config.json");
        var json = File.ReadAllText(GoldenFiles.Fixture("mert-tiny", "config.json"))
            .Replace("\"hubert\"", "\"mert_model\"", StringComparison.Ordinal);
        File.WriteAllText(
            path,
            json.Replace(
                "\"vocab_size\": 32",
                "\"feature_extractor_cqt\": false, \"deepnorm\": false, \"attention_relax\": -1.0, \"sample_rate\": 24000, \"cqt_bins\": 336",
                StringComparison.Ordinal));
        var config = MertConfig.Read(path);
        (config.Width, config.Layers, config.SampleRate, config.ReceptiveField).Should().Be((64, 3, 24_000, 400));
    }

    [Fact]
    public void What_does_not_fit_is_named_at_once()
    {
        using var golden = GoldenFiles.Tensors("mert-tiny", "model.safetensors");
        var path = Write(golden, t => t.Name switch
        {
            "encoder.layers.1.attention.k_proj.bias" => null,
            "encoder.layer_norm.bias" => Tensor.FromFloats(t.Name, [1], 1),
            Magnitude => Tensor.FromFloats("surplus", [1], 1),
            _ => t,
        });
        var load = () => Build(path, Precision.Exact).Dispose();
        load.Should().Throw<WeightFileException>().WithMessage("*weight_g*encoder.layers.1.attention.k_proj.bias*encoder.layer_norm.bias*surplus*");
    }

    [Fact]
    public void Sizes_need_not_be_the_published_ones()
    {
        // 6 heads of 18, kernels and lengths of all parities, an odd positional kernel
        MertConfig config = new(
            [new(1, 24, 10, 5), new(24, 20, 3, 2), new(20, 28, 4, 3), new(28, 24, 2, 2)], 108, 2, 50, 13, 6, new(6, Activation.Gelu, 1e-5f), 24_000);
        using var weights = FormulaMert.Weights(config);
        foreach (var samples in new[] { config.ReceptiveField, config.ReceptiveField + 1, 4_321, 5_000 })
        {
            var expected = FormulaMert.TimeMeans(config, weights, FormulaMert.Wave(samples));
            foreach (var (precision, limit) in new[] { (Precision.Exact, 2e-4), (Precision.Fast, 0.1) })
            {
                using var tower = new MertTower(config, new(config.SampleRate, Normalize: true), FormulaMert.Weights(config), precision);
                var actual = new float[tower.FeatureSize];
                tower.Run(FormulaMert.Wave(samples), actual);
                Errors.OfScale(actual, expected).Should().BeLessThan(limit, $"{precision}, {samples} samples");
            }
        }
    }

    [Fact]
    public void Blocks_of_frames_have_the_features_of_all_frames_at_once()
    {
        MertConfig config = new(
            [new(1, 8, 10, 2), new(8, 6, 3, 2), new(6, 8, 3, 2), new(8, 8, 4, 50)], 12, 1, 16, 3, 2, new(2, Activation.Gelu, 1e-5f), 24_000);
        const int samples = 2 * 2 * 2 * (2 * 2048 + 77); // at least two blocks of either precision
        foreach (var (precision, limit) in new[] { (Precision.Exact, 1e-5), (Precision.Fast, 1e-3) })
            Errors.OfScale(Means(precision, false), Means(precision, true)).Should().BeLessThan(limit, $"{precision}");

        float[] Means(Precision precision, bool standardOnly)
        {
            using var weights = FormulaMert.Weights(config);
            using var session = new TowerSession(MertGraph.Build(config, weights, precision, standardOnly: standardOnly));
            var means = new float[(config.Layers + 1) * config.Width];
            session.Run(
                MertGraph.InputValues, FormulaMert.Wave(samples), [1, samples], MertGraph.TimeMeans, means,
                [1, config.Layers + 1, config.Width]);
            return means;
        }
    }

    private static void MeetsGolden(string weights)
    {
        using var io = GoldenFiles.Tensors("mert-tiny");
        using var session = Build(weights, Precision.Exact);
        foreach (var suffix in new[] { "", "_short" })
            for (var i = 0; i <= 3; i++)
            {
                var state = io[$"hidden_{i}{suffix}"];
                var (actual, input) = (new float[state.Count], io["input_values" + suffix]);
                session.Run(MertGraph.InputValues, input.ToFloats(), [1, input.Count], $"hidden_{i}", actual, [.. state.Shape.Select(s => (long)s)]);
                Errors.OfScale(actual, state.ToFloats()).Should().BeLessThan(2e-4, state.Name);
            }
    }

    private static TowerSession Build(string path, Precision precision)
    {
        var config = MertConfig.Read(GoldenFiles.Fixture("mert-tiny", "config.json"));
        var weights = ModelWeights.Open(path);
        try
        {
            return new TowerSession(MertGraph.Build(config, weights, precision, hiddenStates: true), sources: [weights]);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    private string Write(SafetensorsFile golden, Func<Tensor, Tensor?> change)
    {
        var path = Path.Combine(_folder, "model.safetensors");
        SafetensorsWriter.Write(path, golden.Tensors.Values.Select(change).OfType<Tensor>());
        return path;
    }
}
