using System.Buffers.Binary;
using System.Text;
using Mmva.WeightFiles;

namespace Mmva.Tests.WeightFiles;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-safetensors").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_again()
    {
        var path = Path.Combine(_folder, "a.safetensors");
        Tensor[] tensors =
        [
            Tensor.FromFloats("weights", [1, 2, 3, 4, 5, 6], 2, 3), Tensor.FromInt64("steps", [long.MaxValue]), Tensor.FromFloats("none", [], 0, 4),
            Tensor.FromBytes("half", TensorType.Float16, new byte[] { 0, 0x3c, 0, 0xc0 }, 2),
            Tensor.FromBytes("brain", TensorType.BFloat16, new byte[] { 0x80, 0x3f }, 1),
            Tensor.FromBytes("small", TensorType.Int8, new byte[] { 255, 3 }, 2),
        ];
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["source"] = "a \"test\" – ü" });

        using var file = SafetensorsFile.Open(path);
        file.Metadata["source"].Should().Be("a \"test\" – ü");
        file.Tensors.Should().HaveCount(6);
        file["weights"].ToFloats().Should().Equal(1, 2, 3, 4, 5, 6);
        file["weights"].Shape.Should().Equal(2, 3);
        file["steps"].Shape.Should().BeEmpty();
        file["steps"].ToInt64().Should().Equal(long.MaxValue);
        file["none"].Count.Should().Be(0);
        file["half"].ToFloats().Should().Equal(1, -2);
        file["brain"].ToFloats().Should().Equal(1);
        file["small"].ToFloats().Should().Equal(-1, 3);
        file.Invoking(f => f["absent"]).Should().Throw<WeightFileException>().WithMessage("*no tensor 'absent'*");
        file["steps"].Invoking(t => t.ToFloats()).Should().Throw<MmvaException>().WithMessage("*Int64*");
    }

    [Fact]
    public void Writing_replaces_the_whole_file_and_leaves_no_other()
    {
        var path = Path.Combine(_folder, "b.safetensors");
        SafetensorsWriter.Write(path, [Tensor.FromFloats("x", [1f], 1)]);
        SafetensorsWriter.Write(path, [Tensor.FromFloats("x", [2f], 1)]);
        using var file = SafetensorsFile.Open(path);
        file["x"].ToFloats().Should().Equal(2);
        Directory.GetFiles(_folder).Should().ContainSingle();
    }

    [Fact]
    public void Replacing_a_file_does_not_change_an_open_one()
    {
        var path = Path.Combine(_folder, "c.safetensors");
        SafetensorsWriter.Write(path, [Tensor.FromFloats("x", [1f], 1)]);
        using var before = SafetensorsFile.Open(path);
        SafetensorsWriter.Write(path, [Tensor.FromFloats("x", [2f], 1)]);
        before["x"].ToFloats().Should().Equal(1);
    }

    [Fact]
    public void Weights_are_not_read_after_the_file_is_closed()
    {
        var path = Path.Combine(_folder, "d.safetensors");
        SafetensorsWriter.Write(path, [Tensor.FromFloats("x", [1f], 1)]);
        var file = SafetensorsFile.Open(path);
        var tensor = file["x"];
        file.Dispose();
        tensor.Invoking(t => t.ToFloats()).Should().Throw<ObjectDisposedException>();
    }

    [Theory]
    [InlineData("F8_E4M3", "[4,2]")]
    [InlineData("F4", "[16]")]
    [InlineData("C64", "[]")]
    [InlineData("U32", "[2]")]
    [InlineData("I64", "[1]")]
    [InlineData("BF16", "[2,2]")]
    [InlineData("SOMETHING_NEW", "[3]")]
    public void Tensors_of_other_types_do_not_affect_those_that_are_read(string type, string shape)
    {
        var path = Path.Combine(_folder, "other.safetensors");
        var header = $$"""
            {"other":{"dtype":"{{type}}","shape":{{shape}},"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[1],"data_offsets":[8,12]} }
            """;
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(path, [.. length, .. Encoding.UTF8.GetBytes(header), 1, 2, 3, 4, 5, 6, 7, 8, .. BitConverter.GetBytes(2.5f)]);

        using var file = SafetensorsFile.Open(path);

        file["x"].ToFloats().Should().Equal(2.5f);
        file["other"].Bytes.ToArray().Should().Equal(1, 2, 3, 4, 5, 6, 7, 8);
        if (file["other"].Type != TensorType.Other) return;
        file["other"].ToString().Should().StartWith($"other: {type} [");
        file["other"].Invoking(t => t.ToFloats()).Should().Throw<MmvaException>().WithMessage($"*other*{type}*cannot be converted*");
    }

    [Theory]
    [InlineData("", "8 bytes", "cut")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "01234567", "ok")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "0123456", "*tensors take 8 bytes, but 7*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "012345678", "*tensors take 8 bytes, but 9*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "01234567", "*takes 12 bytes, not 8*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "01234567", "*hole or an overlap*")]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "01234567", "*hole or an overlap*")]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "01234567", "*header cannot be read*'x'*")]
    [InlineData(
        """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"data_offsets":[0,8]}}""",
        "01234567", "*header cannot be read*'data_offsets'*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", "01234567", "*impossible shape*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "01234567", "*negative size*")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "01234567", "*data offsets*")]
    [InlineData("""{"x":{"dtype":"","shape":[2],"data_offsets":[0,8]}}""", "01234567", "*'x' has no type*")]
    [InlineData("""{"x":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,8],"data_offsets":[0,8]}}""", "01234567", "*'data_offsets'*")]
    [InlineData("""{"x":{"dtype":"F4","shape":[-2],"data_offsets":[0,8]}}""", "01234567", "*negative size*")]
    [InlineData("""{"x":{"dtype":"F4","shape":[2147483647,2],"data_offsets":[0,8]}}""", "01234567", "*impossible shape*")]
    [InlineData("""{"x":{"dtype":"C64","shape":[1],"data_offsets":[0,9]}}""", "01234567", "*tensors take 9 bytes, but 8*")]
    [InlineData("""{"x":{"shape":[2],"data_offsets":[0,8]}}""", "01234567", "*header cannot be read*")]
    [InlineData("""{"x":7}""", "01234567", "*header cannot be read*")]
    [InlineData("""{"__metadata__":{"a":1}}""", "", "*header cannot be read*")]
    [InlineData("""[1]""", "", "*does not begin with*")]
    [InlineData("""{"x":""", "", "*header cannot be read*")]
    public void A_false_header_is_refused_with_a_reason(string header, string data, string expected)
    {
        var path = Path.Combine(_folder, "hostile.safetensors");
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Encoding.UTF8.GetByteCount(header));
        File.WriteAllBytes(path, expected == "cut" ? new byte[5] : [.. bytes, .. Encoding.UTF8.GetBytes(header), .. Encoding.ASCII.GetBytes(data)]);

        var open = () => SafetensorsFile.Open(path).Dispose();

        if (expected == "ok") open.Should().NotThrow();
        else open.Should().Throw<WeightFileException>().WithMessage($"{path}: *").WithMessage(expected == "cut" ? "*5 bytes*" : expected);
    }

    [Theory]
    [InlineData(ulong.MaxValue), InlineData(100_000_001UL), InlineData(1000UL)]
    public void A_header_length_beyond_the_file_or_the_cap_is_refused(ulong length)
    {
        var path = Path.Combine(_folder, "long.safetensors");
        var bytes = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(path, bytes);
        FluentActions.Invoking(() => SafetensorsFile.Open(path)).Should().Throw<WeightFileException>().WithMessage("*header claims*");
    }

    [Fact]
    public void A_missing_file_or_a_folder_is_named() =>
        new[] { Path.Combine(_folder, "absent"), _folder }.Should().AllSatisfy(path =>
            FluentActions.Invoking(() => SafetensorsFile.Open(path)).Should().Throw<WeightFileException>().WithMessage($"{path}: cannot be opened*"));

    [Fact]
    public void Damaged_bytes_give_weights_or_the_typed_exception_and_nothing_else()
    {
        var path = Path.Combine(_folder, "e.safetensors");
        Tensor[] tensors = [Tensor.FromFloats("a", [1, 2, 3], 3), Tensor.FromInt64("b", [4], 1)];
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["k"] = "v" });
        var good = File.ReadAllBytes(path);
        var (random, refused) = (new Random(1), 0);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = good.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes.AsSpan(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length));
            try
            {
                using var file = SafetensorsFile.Open(path);
                foreach (var tensor in file.Tensors.Values.Where(t => t.Type != TensorType.Other))
                    tensor.Bytes.Span.ToArray().Length.Should().Be(tensor.Count * tensor.Type.Size());
            }
            catch (WeightFileException) { refused++; }
        }
        refused.Should().BeGreaterThan(500);
    }
}
