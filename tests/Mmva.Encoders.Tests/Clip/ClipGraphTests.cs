using Microsoft.ML.OnnxRuntime;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Clip;

public sealed class ClipGraphTests : IDisposable
{
    private const int Side = 48, Features = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public ClipGraphTests() => File.Copy(GoldenFiles.Fixture("clip-tiny", "config.json"), Path.Combine(_folder, "config.json"));

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Every_hidden_state_of_the_golden_model_is_met()
    {
        using var io = GoldenFiles.Tensors("clip-tiny");
        var config = ClipConfig.ReadFolder(_folder);
        var weights = ModelWeights.Open(GoldenFiles.Fixture("clip-tiny"));
        using var session = new TowerSession(ClipGraph.Build(config, weights, Precision.Exact, hiddenStates: true), sources: [weights]);
        using var pixels = OrtTensor.Over(io["pixel_values"].ToFloats().AsMemory(), 3, 3, Side, Side);
        foreach (var expected in io.Tensors.Values.Where(t => t.Name != "pixel_values"))
        {
            var actual = new float[expected.Count];
            using var state = OrtTensor.Over(actual.AsMemory(), [.. expected.Shape.Select(s => (long)s)]);
            session.Run(new Dictionary<string, OrtValue> { ["pixel_values"] = pixels }, new Dictionary<string, OrtValue> { [expected.Name] = state });
            Errors.OfScale(actual, expected.ToFloats()).Should().BeLessThan(2e-4, expected.Name);
        }
    }

    [Fact]
    public void OpenAI_s_names_stacked_and_transposed_give_the_same_features()
    {
        using (var golden = GoldenFiles.Tensors("clip-tiny", "model.safetensors"))
            SafetensorsWriter.Write(Path.Combine(_folder, "open_clip_model.safetensors"), OpenAiSpelling.Of(golden));
        using var io = GoldenFiles.Tensors("clip-tiny");
        using var tower = new ClipTower(_folder, Precision.Exact);
        var features = new float[3 * Features];
        tower.Run(io["pixel_values"].ToFloats(), features);
        Errors.OfScale(features, io["image_embeds"].ToFloats()).Should().BeLessThan(2e-4);
    }

    [Theory]
    [InlineData(Precision.Exact, 1e-5f)]
    [InlineData(Precision.Fast, 0.05f)] // the last bit of a float32 product can tip an activation over to the next integer
    public void A_picture_s_features_do_not_depend_on_its_batch(Precision precision, float limit)
    {
        File.Copy(GoldenFiles.Fixture("clip-tiny", "model.safetensors"), Path.Combine(_folder, "model.safetensors"));
        using var tower = new ClipTower(_folder, precision);
        var pixels = FormulaValues.Create("pixels", 19 * 3 * Side * Side, 2);
        var batch = new float[19 * Features];
        tower.Run(pixels, batch);
        for (var i = 0; i < 19; i++)
        {
            var alone = new float[Features];
            tower.Run(pixels.AsMemory(i * 3 * Side * Side, 3 * Side * Side), alone);
            for (var k = 0; k < Features; k++) Math.Abs(batch[i * Features + k] - alone[k]).Should().BeLessThanOrEqualTo(limit);
        }
    }

    [Fact]
    public void In_full_size_Exact_equals_the_reference_and_Fast_stays_within_its_error()
    {
        using var io = GoldenFiles.Tensors("clip-b32-formula");
        using var model = FormulaTower.Create("clip-b32-formula");
        var pixels = FormulaValues.Create("pixel_values", 2 * 3 * 224 * 224, 2);
        float[] exact = new float[2 * 512], fast = new float[2 * 512];
        using (var tower = new ClipTower(model.Path, Precision.Exact)) tower.Run(pixels, exact);
        using (var tower = new ClipTower(model.Path, Precision.Fast)) tower.Run(pixels, fast);
        Errors.OfScale(exact, io["image_embeds"].ToFloats()).Should().BeLessThan(2e-4);
        Errors.RelativeRms(fast, exact).Should().BeInRange(1e-5, 0.01);
    }

    [Fact]
    public void What_does_not_fit_is_named_at_once()
    {
        using var golden = GoldenFiles.Tensors("clip-tiny", "model.safetensors");
        SafetensorsWriter.Write(Path.Combine(_folder, "model.safetensors"),
            golden.Tensors.Values.Where(t => t.Name != "vision_model.encoder.layers.1.mlp.fc1.bias")
            .Select(t => t.Name == "visual_projection.weight" ? Tensor.FromFloats(t.Name, [1], 1) : t).Append(Tensor.FromFloats("surplus", [1], 1)));
        var load = () => new ClipTower(_folder, Precision.Exact);
        load.Should().Throw<WeightFileException>().WithMessage("*encoder.layers.1.mlp.fc1.bias*visual_projection.weight*surplus*");
    }
}
