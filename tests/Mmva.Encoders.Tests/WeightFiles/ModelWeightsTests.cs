using System.Text;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.WeightFiles;

public sealed class ModelWeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void A_folder_gives_safetensors_first_then_shards_then_PyTorch()
    {
        File.Copy(GoldenFiles.Fixture("checkpoints", "nested.pt"), InFolder("pytorch_model.bin"));
        NameOfOpened().Should().Be("pytorch_model.bin");
        WriteShards("""{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""");
        NameOfOpened().Should().Be("model.safetensors.index.json");
        SafetensorsWriter.Write(InFolder("model.safetensors"), [Tensor.FromFloats("x", [1f], 1)]);
        NameOfOpened().Should().Be("model.safetensors");

        string NameOfOpened()
        {
            using var weights = ModelWeights.Open(_folder);
            return Path.GetFileName(weights.Path);
        }
    }

    [Fact]
    public void A_file_is_known_by_its_content_not_by_its_name()
    {
        File.Copy(GoldenFiles.Fixture("checkpoints", "nested.pt"), InFolder("model.safetensors"));
        using (var weights = ModelWeights.Open(_folder)) weights.Tensors.Should().ContainKey("text.a");
        SafetensorsWriter.Write(InFolder("pytorch_model.bin"), [Tensor.FromFloats("x", [1f], 1)]);
        using (var weights = ModelWeights.Open(InFolder("pytorch_model.bin"))) weights.Tensors.Should().ContainKey("x");
    }

    [Fact]
    public void Shards_are_one_set_of_weights()
    {
        WriteShards("""{"metadata":{"total_size":12},"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""");
        using var weights = ModelWeights.Open(InFolder("model.safetensors.index.json"));
        weights.Tensors.Keys.Should().BeEquivalentTo("a", "b");
        weights.Tensors["b"].ToFloats().Should().Equal(2, 3);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"one.safetensors","b":"three.safetensors","c":"four.safetensors"}}""",
        "*incomplete: 2 of 3 shards are missing (four.safetensors, three.safetensors)*")]
    [InlineData("""{"weight_map":{"a":"two.safetensors","b":"two.safetensors"}}""",
        "*incomplete: 1 tensors are not in the shard*a (in two.safetensors)*")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","b":"two.safetensors","c":"two.safetensors"}}""",
        "*incomplete: 1 tensors*c (in two.safetensors)*")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""",
        "*do not belong to the same model: 1 tensors*a (in two.safetensors)*", true)]
    [InlineData("""{"weight_map":{"b":"two.safetensors"}}""", "*do not belong to the same model: 1 tensors*a (in two.safetensors)*", true)]
    [InlineData("""{"weight_map":{"a":"../one.safetensors"}}""", "*'../one.safetensors'*only files next to the index*")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""", "*'/etc/passwd'*only files next to the index*")]
    [InlineData("""{"weight_map":{"a":"sub\\one.safetensors"}}""", "*only files next to the index*")]
    [InlineData("""{"weight_map":{"a":".."}}""", "*only files next to the index*")]
    [InlineData("""{"weight_map":{"a":""}}""", "*only files next to the index*")]
    [InlineData("""{"weight_map":{"a":"model.safetensors.index.json"}}""", "*an index where a shard is required*")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","a":"two.safetensors"}}""", "*'a' occurs twice*")]
    [InlineData("""{"weight_map":{"a":7}}""", "*not an index of shards*")]
    [InlineData("""{"weight_map":{}}""", "*names no tensors*")]
    [InlineData("""{"other":1}""", "*not an index of shards*")]
    [InlineData("""{"weight_map""", "*not an index of shards*")]
    public void An_index_that_does_not_hold_is_refused(string index, string message, bool twice = false)
    {
        WriteShards(index);
        if (twice) SafetensorsWriter.Write(InFolder("two.safetensors"), [Tensor.FromFloats("b", [2f, 3f], 2), Tensor.FromFloats("a", [9f], 1)]);
        FluentActions.Invoking(() => ModelWeights.Open(_folder)).Should().Throw<WeightFileException>().WithMessage(message);
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "*Git LFS pointer*git lfs pull*")]
    [InlineData("<!DOCTYPE html><html>", "*web page*")]
    [InlineData("GGUF----------", "*GGUF file*Use the model.safetensors*")]
    [InlineData("\b\b\u0012\apytorch----", "*neither safetensors*.onnx file is for OnnxImageEncoder*")]
    [InlineData("", "*is empty (0 bytes)*")]
    [InlineData("\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001{\"x\":1}",
        "*not a valid safetensors file: its header claims 72340172838076673 bytes*")]
    public void What_stands_in_the_place_of_weights_is_named(string content, string message)
    {
        File.WriteAllText(InFolder("model.safetensors"), content);
        FluentActions.Invoking(() => ModelWeights.Open(_folder)).Should().Throw<WeightFileException>().WithMessage(message);
    }

    [Fact]
    public void Tar_archives_and_other_pickles_are_named()
    {
        File.WriteAllBytes(InFolder("a.bin"), [.. new byte[257], .. Encoding.ASCII.GetBytes("ustar  "), .. new byte[300]]);
        FluentActions.Invoking(() => ModelWeights.Open(InFolder("a.bin")))
            .Should().Throw<WeightFileException>().WithMessage("*tar archive*before 0.1.10*");
        File.WriteAllBytes(InFolder("b.bin"), [0x80, 2, (byte)'}', (byte)'.']);
        FluentActions.Invoking(() => ModelWeights.Open(InFolder("b.bin")))
            .Should().Throw<WeightFileException>().WithMessage("*pickle, but not a checkpoint*");
    }

    [Fact]
    public void Absent_weights_and_single_shards_are_named()
    {
        FluentActions.Invoking(() => ModelWeights.Open(_folder))
            .Should().Throw<WeightFileException>().WithMessage("*contains no weights. Looked for model.safetensors, *");
        FluentActions.Invoking(() => ModelWeights.Open(InFolder("absent.bin")))
            .Should().Throw<WeightFileException>().WithMessage("*absent.bin: cannot be read*");
        SafetensorsWriter.Write(InFolder("model-00001-of-00002.safetensors"), [Tensor.FromFloats("x", [1f], 1)]);
        FluentActions.Invoking(() => ModelWeights.Open(_folder)).Should().Throw<WeightFileException>().WithMessage("*no index*");
        FluentActions.Invoking(() => ModelWeights.Open(InFolder("model-00001-of-00002.safetensors")))
            .Should().Throw<WeightFileException>().WithMessage("*one of 2 shards*");
    }

    // Hugging Face's cache is made of links: snapshots/…/model.safetensors → ../../blobs/HASH
    [SkippableTheory]
    [InlineData("nested.pt", "text.a"), InlineData("nested.legacy.pt", "text.a"), InlineData("shards", "a"), InlineData("safetensors", "x")]
    public void Weights_are_read_through_links(string what, string tensor)
    {
        Skip.If(OperatingSystem.IsWindows(), "making links takes a privilege there");
        var cache = Directory.CreateDirectory(InFolder("snapshot")).FullName;
        if (what == "shards") WriteShards("""{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""");
        else if (what == "safetensors") SafetensorsWriter.Write(InFolder("model.safetensors"), [Tensor.FromFloats("x", [1f], 1)]);
        else File.Copy(GoldenFiles.Fixture("checkpoints", what), InFolder("pytorch_model.bin"));
        foreach (var file in Directory.GetFiles(_folder))
            File.CreateSymbolicLink(Path.Combine(cache, Path.GetFileName(file)), Path.Combine("..", Path.GetFileName(file)));

        using var weights = ModelWeights.Open(cache);
        weights.Tensors.Should().ContainKey(tensor).WhoseValue.ToFloats().Should().NotBeEmpty();
    }

    [SkippableFact]
    public void Devices_are_not_read_without_end()
    {
        Skip.IfNot(File.Exists("/dev/zero"), "there are no such devices here");
        File.CreateSymbolicLink(InFolder("model.safetensors"), "/dev/zero");
        File.CreateSymbolicLink(InFolder("config.json"), "/dev/zero");
        foreach (var open in new[] { () => ModelWeights.Open(_folder).Dispose(), () => { ModelConfig.Open(InFolder("config.json")); } })
            open.Should().Throw<WeightFileException>().WithMessage("*is empty (0 bytes) or not a regular file*");
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private void WriteShards(string index)
    {
        SafetensorsWriter.Write(InFolder("one.safetensors"), [Tensor.FromFloats("a", [1f], 1)]);
        SafetensorsWriter.Write(InFolder("two.safetensors"), [Tensor.FromFloats("b", [2f, 3f], 2)]);
        File.WriteAllText(InFolder("model.safetensors.index.json"), index);
    }
}
