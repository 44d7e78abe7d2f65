using Microsoft.ML.OnnxRuntime;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Text.Bert;

public sealed class BertGraphTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Every_hidden_state_of_the_golden_model_is_met_padding_included()
    {
        using var io = GoldenFiles.Tensors("bert-tiny");
        var config = BertConfig.Read(GoldenFiles.Fixture("bert-tiny", "config.json"));
        var weights = ModelWeights.Open(GoldenFiles.Fixture("bert-tiny"));
        using var session = new TowerSession(BertGraph.Build(config, weights, Precision.Exact, hiddenStates: true), sources: [weights]);
        long[] shape = [.. io["input_ids"].Shape.Select(s => (long)s)];
        using var ids = OrtTensor.Over<long>(io["input_ids"].ToInt64().AsMemory(), shape);
        using var mask = OrtTensor.Over<long>(io["attention_mask"].ToInt64().AsMemory(), shape);

        for (var i = 0; i <= config.Layers; i++)
        {
            var expected = io[$"hidden_{i}"].ToFloats();
            var actual = new float[expected.Length];
            using var state = OrtTensor.Over(actual.AsMemory(), [.. shape, config.Width]);
            session.Run(
                new Dictionary<string, OrtValue> { [BertGraph.InputIds] = ids, [BertGraph.AttentionMask] = mask },
                new Dictionary<string, OrtValue> { [$"hidden_{i}"] = state });
            Errors.OfScale(actual, expected).Should().BeLessThan(2e-4, $"hidden state {i}");
        }
    }

    [Theory]
    [InlineData("gelu", "gelu_new", "*hidden_act*gelu_new*")]
    [InlineData("\"bert\"", "\"distilbert\"", "*model_type*distilbert*")]
    [InlineData("\"is_decoder\": false", "\"is_decoder\": true", "*is_decoder*")]
    [InlineData("\"num_attention_heads\": 4", "\"num_attention_heads\": 5", "*num_attention_heads*48*")]
    public void What_is_not_implemented_is_refused_by_name(string from, string to, string message)
    {
        var path = Path.Combine(_folder, "config.json");
        File.WriteAllText(path, File.ReadAllText(GoldenFiles.Fixture("bert-tiny", "config.json")).Replace(from, to, StringComparison.Ordinal));
        var read = () => BertConfig.Read(path);
        read.Should().Throw<WeightFileException>().WithMessage(message);
    }

    [Fact]
    public void Keys_may_have_the_prefix_and_what_does_not_fit_is_named_at_once()
    {
        using var golden = GoldenFiles.Tensors("bert-tiny", "model.safetensors");
        var config = GoldenFiles.Fixture("bert-tiny", "config.json");
        File.Copy(config, Path.Combine(_folder, "config.json"));
        var path = Path.Combine(_folder, "model.safetensors");
        SafetensorsWriter.Write(path, golden.Tensors.Values.Select(t => Tensor.FromBytes("bert." + t.Name, t.Type, t.Bytes, [.. t.Shape])));
        using (var prefixed = new BertTower(_folder, Precision.Exact))
        using (var plain = new BertTower(GoldenFiles.Fixture("bert-tiny"), Precision.Exact))
            prefixed.Features([[5, 6, 7]]).Should().Equal(plain.Features([[5, 6, 7]]));

        SafetensorsWriter.Write(path, golden.Tensors.Values.Where(t => t.Name != "encoder.layer.1.output.dense.bias")
            .Select(t => t.Name == "embeddings.LayerNorm.bias" ? Tensor.FromFloats(t.Name, [1], 1) : t).Append(Tensor.FromFloats("surplus", [1], 1)));
        var load = () => new BertTower(_folder, Precision.Exact);
        load.Should().Throw<WeightFileException>().WithMessage("*encoder.layer.1.output.dense.bias*embeddings.LayerNorm.bias*surplus*");
    }
}
