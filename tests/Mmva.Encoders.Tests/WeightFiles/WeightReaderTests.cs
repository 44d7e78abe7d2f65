using System.Text;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.WeightFiles;

public sealed class WeightReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Weights_are_read_by_scope_and_shape_under_the_models_own_names()
    {
        using var weights = Write(
            Tensor.FromFloats(
                "roberta.layer.0.LayerNorm.gamma", [1, 2],
                2), Tensor.FromFloats("roberta.layer.0.LayerNorm.beta", [3, 4], 2), Tensor.FromFloats("lm_head.bias", [5], 1));
        var reader = new WeightReader(weights, RobertaNames);
        var norm = reader.Scope("layer.0").Scope("LayerNorm");

        norm.Contains("weight").Should().BeTrue();
        norm.Contains("gamma").Should().BeFalse();
        norm.Float32("weight", 2).ToFloats().Should().Equal(1, 2);
        norm.Float32("bias", 2).Name.Should().Be("layer.0.LayerNorm.bias");
        reader.Finish();
    }

    [Fact]
    public void Narrow_and_wide_floats_become_float32_and_integers_do_not()
    {
        using var weights = Write(
            Tensor.FromBytes("half", TensorType.Float16, new byte[] { 0, 0x3c, 0, 0xc0 }, 2), Tensor.FromBytes(
                "brain", TensorType.BFloat16, new byte[] { 0x80, 0x3f, 0x40, 0xc0 }, 2),
            Tensor.FromBytes(
                "double", TensorType.Float64, BitConverter.GetBytes(0.5), 1), Tensor.FromBytes("quantized", TensorType.Int8, new byte[] { 1, 2 }, 2));
        var reader = new WeightReader(weights);
        reader.Float32("half", 2).ToFloats().Should().Equal(1, -2);
        reader.Float32("brain", 2).ToFloats().Should().Equal(1, -3);
        reader.Float32("double", 1).ToFloats().Should().Equal(0.5f);
        reader.Float32("half", 2).Type.Should().Be(TensorType.Float32);
        reader.Float32("quantized", 2);
        reader.Invoking(r => r.Finish()).Should().Throw<WeightFileException>().WithMessage("*1 of a wrong shape or type: quantized contains Int8*");
    }

    [Fact]
    public void One_exception_names_everything_that_does_not_fit()
    {
        using var weights = Write(
            Tensor.FromFloats("a", [1, 2], 2), Tensor.FromFloats("b", [1, 2], 1, 2), Tensor.FromFloats("c", [1], 1), Tensor.FromFloats("d", [1], 1),
            Tensor.FromFloats("x.LayerNorm.gamma", [1], 1), Tensor.FromFloats("x.LayerNorm.weight", [1], 1));
        var reader = new WeightReader(weights, RobertaNames);
        reader.Float32("a", 2).ToFloats().Should().Equal(1, 2);
        reader.Float32("b", 2, 1).ToFloats().Should().Equal([0, 0], "a stand-in of the right shape lets reading go on");
        reader.Scope("x").Float32("y", 3).Shape.Should().Equal(3);
        reader.Float32("z").Shape.Should().BeEmpty();
        reader.Scope("x").Float32("LayerNorm.weight", 1);

        reader.Invoking(r => r.Finish()).Should().Throw<WeightFileException>().Which.Message.Should().Be(
            $"{weights.Path}: does not fit the model: 2 missing: x.y [3], z []; 1 of a wrong shape or type: b is [1, 2], [2, 1] is required; "
            + "1 under two names: x.LayerNorm.weight and x.LayerNorm.gamma; 2 not used by the model: c: Float32 [1], d: Float32 [1].");
    }

    [Theory]
    [InlineData("BF16", "[4]")]
    [InlineData("F8_E5M2", "[8]")]
    [InlineData("I64", "[1]")]
    [InlineData("BOOL", "[2,4]")]
    [InlineData("C64", "[1]")]
    public void A_tensor_of_another_type_is_ignored_unless_it_is_a_weight(string type, string shape)
    {
        var path = Path.Combine(_folder, "other.safetensors");
        var header = $$"""
            {"extra":{"dtype":"{{type}}","shape":{{shape}},"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[1],"data_offsets":[8,12]} }
            """;
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[12]]);
        using var weights = ModelWeights.Open(path);
        var reader = new WeightReader(weights);
        reader.Float32("x", 1).ToFloats().Should().Equal(0);
        reader.Finish();

        if (type == "BF16") return;
        reader.Float32("extra", [.. weights.Tensors["extra"].Shape]);
        reader.Invoking(r => r.Finish()).Should().Throw<WeightFileException>()
            .WithMessage($"{path}: *wrong shape or type: extra contains {weights.Tensors["extra"].TypeName}, where floating-point values*");
    }

    [Fact]
    public void A_shape_beyond_reason_ends_the_reading_at_once()
    {
        using var weights = Write(Tensor.FromFloats("a", [1, 2], 2));
        var reader = new WeightReader(weights);
        reader.Invoking(r => r.Float32("a", 1 << 24, 1 << 24))
            .Should().Throw<WeightFileException>().WithMessage("*a is [2], [16777216, 16777216] is required*");
    }

    private static string? RobertaNames(string key) => key.StartsWith("lm_head.", StringComparison.Ordinal) ? null
        : (key.StartsWith("roberta.", StringComparison.Ordinal) ? key["roberta.".Length..] : key).Replace("LayerNorm.gamma", "LayerNorm.weight")
            .Replace("LayerNorm.beta", "LayerNorm.bias");

    private ModelWeights Write(params Tensor[] tensors)
    {
        var path = Path.Combine(_folder, "model.safetensors");
        SafetensorsWriter.Write(path, tensors);
        return ModelWeights.Open(path);
    }
}
