using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.WeightFiles.PyTorch;

public sealed class CheckpointTests
{
    [Theory]
    [InlineData("pytorch_model.bin", "", 76)]
    [InlineData("legacy_non_zip.bin", "roberta.", 69)]
    [InlineData("legacy_zip_gamma_beta.bin", "roberta.", 69)]
    public void Every_container_holds_the_same_weights(string file, string prefix, int count)
    {
        using var reference = ModelWeights.Open(GoldenFiles.Fixture("roberta-tiny", "model.safetensors"));
        using var weights = ModelWeights.Open(GoldenFiles.Fixture("roberta-tiny", file));
        weights.Tensors.Should().HaveCount(count);
        var compared = 0;
        foreach (var (key, tensor) in weights.Tensors)
        {
            // two names may share one tensor: safetensors keeps the first of them only
            if (!reference.Tensors.TryGetValue(prefix + key.Replace("gamma", "weight").Replace("beta", "bias"), out var expected)) continue;
            tensor.Type.Should().Be(expected.Type);
            tensor.Shape.Should().Equal(expected.Shape);
            tensor.Bytes.Span.SequenceEqual(expected.Bytes.Span).Should().BeTrue(key);
            compared++;
        }
        compared.Should().BeGreaterThan(60);
    }

    [Theory]
    [InlineData("views.pt"), InlineData("views.legacy.pt")]
    public void Views_of_one_storage_are_read_as_PyTorch_shows_them(string file)
    {
        using var weights = Open(file);
        float[] whole = [.. Enumerable.Range(1, 24)];
        Expect("whole", [4, 6], whole);
        Expect("row", [6], whole[12..18]);
        Expect("column", [4], 2, 8, 14, 20);
        Expect("transposed", [6, 4], [.. Enumerable.Range(0, 24).Select(i => 1f + i / 4 + i % 4 * 6)]);
        Expect("inner", [2, 3], 9, 10, 11, 15, 16, 17);
        Expect("stepped", [5], 2, 7, 12, 17, 22);
        Expect("repeated", [3, 2], 7, 7, 7, 7, 7, 7);
        Expect("scalar", [], 2.5f);
        Expect("empty", [0, 4]);
        Expect("parameter", [6], whole[18..]);

        void Expect(string name, int[] shape, params float[] values)
        {
            weights.Tensors[name].Shape.Should().Equal(shape, name);
            weights.Tensors[name].ToFloats().Should().Equal(values, name);
        }
    }

    [Theory]
    [InlineData("types.pt"), InlineData("types.legacy.pt")]
    public void Every_element_type_is_read(string file)
    {
        using var weights = Open(file);
        weights.Tensors.Should().HaveCount(10);
        weights.Tensors.Values.Select(t => t.Type).Should().BeEquivalentTo(Enum.GetValues<TensorType>().Except([TensorType.Other]));
        foreach (var name in (string[])["float32", "float64", "float16", "bfloat16", "int8", "uint8"])
            weights.Tensors[name].ToFloats().Should().Equal([0, 1, 2, 3], name);
        weights.Tensors["int64"].ToInt64().Should().Equal(0, 1, 2, 3);
        weights.Tensors["int32"].Bytes.ToArray().Should().Equal(0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0);
        weights.Tensors["int16"].Bytes.ToArray().Should().Equal(0, 0, 1, 0, 2, 0, 3, 0);
        weights.Tensors["bool"].Bytes.ToArray().Should().Equal(0, 1, 1, 1);
    }

    [Theory]
    [InlineData("training", "weight"), InlineData("nested", "text.a", "visual.b.0")]
    public void Dictionaries_are_searched_for_tensors(string name, params string[] keys)
    {
        foreach (var file in (string[])[$"{name}.pt", $"{name}.legacy.pt"])
        {
            using var weights = Open(file);
            weights.Tensors.Keys.Should().BeEquivalentTo(keys);
        }
    }

    [Fact]
    public void Sizes_and_places_in_zip64_fields_are_read()
    {
        using var large = Open("zip64.pt");
        using var small = Open("nested.pt");
        large.Tensors["text.a"].ToFloats().Should().Equal(small.Tensors["text.a"].ToFloats());
        large.Tensors["visual.b.0"].ToFloats().Should().Equal(small.Tensors["visual.b.0"].ToFloats());
    }

    [Theory]
    [InlineData("runs_a_program.pt", "*'posix.system'*only plain tensors*safetensors*")]
    [InlineData("runs_a_program.legacy.pt", "*'posix.system'*")]
    [InlineData("whole_module.pt", "*whole module*'torch.nn.modules.container.Sequential'*")]
    [InlineData("quantised.pt", "*quantized tensors*_rebuild_qtensor*")]
    [InlineData("sparse.pt", "*sparse tensors*")]
    [InlineData("complex.pt", "*complex numbers*")]
    [InlineData("torchscript.pt", "*TorchScript*state_dict()*")]
    [InlineData("protocol_4.pt", "*of protocol 4*save its state_dict() as safetensors*")]
    [InlineData("bare_tensor.pt", "*no dictionary of tensors*")]
    [InlineData("no_tensors.pt", "*contains no tensors*")]
    public void What_is_not_read_is_refused_by_name(string file, string message)
    {
        FluentActions.Invoking(() => Open(file))
            .Should().Throw<WeightFileException>().WithMessage(GoldenFiles.Fixture("checkpoints", file) + ": " + message);
        File.Exists("executed.txt").Should().BeFalse();
    }

    [Fact]
    public void Float32_weights_lie_in_the_memory_map_and_end_with_it()
    {
        var weights = ModelWeights.Open(GoldenFiles.Fixture("roberta-tiny", "pytorch_model.bin"));
        var tensor = weights.Tensors["lm_head.dense.weight"];
        var again = weights.Tensors["lm_head.dense.weight"].Bytes;
        unsafe
        {
            using var first = tensor.Bytes.Pin();
            using var second = again.Pin();
            ((nint)first.Pointer).Should().Be((nint)second.Pointer);
            ((nint)first.Pointer % 64).Should().Be(0, "PyTorch aligns storages, and a view keeps that");
        }
        weights.Dispose();
        tensor.Invoking(t => t.ToFloats()).Should().Throw<ObjectDisposedException>();
    }

    private static ModelWeights Open(string file) => ModelWeights.Open(GoldenFiles.Fixture("checkpoints", file));
}
