using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.WeightFiles.PyTorch;

public sealed class HostilePickleTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void An_honest_pickle_of_this_kind_is_read()
    {
        File.WriteAllBytes(_path, new PickleBytes().Op("}").Text("x").Tensor(16, 4, [3, 2], [4, 1]).Op("s").InZip());
        using var weights = ModelWeights.Open(_path);
        weights.Tensors["x"].ToFloats().Should().Equal(0, 0, 0, 0, 0, 0);
    }

    [Fact]
    public void The_rarer_ways_to_say_a_tensor_are_read()
    {
        var pickle = new PickleBytes().Op("}(");
        pickle.Text("typed").Global("torch._utils", "_rebuild_tensor_v3").Op("(").Storage(64, "torch.storage", "UntypedStorage").Number(2).Numbers(3)
            .Numbers(1).Raw(0x89).Op("}").Global("torch", "bfloat16").Op("tR");
        pickle.Text("parameter").Global("torch._utils", "_rebuild_parameter").Op("(").Tensor(16, 0, [2], [1]).Raw(0x88).Op("}tR");
        pickle.Text("subclass").Global("torch._tensor", "_rebuild_from_type_v2").Op("(").Global("torch._utils", "_rebuild_tensor_v2")
            .Global("torch", "Tensor")
            .Op("(").Storage(16).Number(0).Numbers(5).Numbers(1).Raw(0x89).Op("}t}tR");
        pickle.Text("gpu").Global("torch._utils", "_rebuild_tensor").Op("(").Storage(16, "torch.cuda").Number(8).Numbers(8).Numbers(1).Op("tR");
        pickle.Text("python2").Global("collections", "OrderedDict").Op("(](](").Text("a").Tensor(16, 0, [7], [1]).Op("eetR");
        File.WriteAllBytes(_path, pickle.Op("u").InZip());

        using var weights = ModelWeights.Open(_path);
        weights.Tensors.Values.Select(t => t.ToString())
            .Should().Equal("typed: BFloat16 [3]", "parameter: Float32 [2]", "subclass: Float32 [5]", "gpu: Float32 [8]", "python2.a: Float32 [7]");
    }

    public static TheoryData<long, long, long[], long[], string> LyingTensors => new()
    {
        { 16, 0, [17], [1], "reaches beyond its storage" },
        { 16, 15, [2], [1], "reaches beyond its storage" },
        { 16, 16, [1], [1], "reaches beyond its storage" },
        { 16, long.MaxValue / 4, [1], [1], "reaches beyond its storage" },
        { 16, long.MaxValue, [1], [1], "impossible" },
        { 16, 0, [2], [long.MaxValue], "impossible" },
        { 16, 0, [2, 2], [8, 8], "reaches beyond its storage" },
        { 16, -1, [1], [1], "negative" },
        { 16, 0, [-1], [1], "negative" },
        { 16, 1, [2], [-1], "negative" },
        { 16, 0, [1L << 40], [0], "negative or impossible" },
        { 16, 0, [1 << 30, 1 << 30, 1 << 30], [0, 0, 0], "impossible" },
        { 16, 0, [1 << 20, 1 << 20], [0, 0], "at most" },
        { 16, 0, [1 << 28], [0], "more memory than four times the file" },
        { 16, 0, [4], [], "0 strides" },
        { 17, 0, [1], [1], "should have 17 elements" },
        { long.MaxValue, 0, [1], [1], "should have" },
        { -1, 0, [1], [1], "should have" },
    };

    [Theory]
    [MemberData(nameof(LyingTensors))]
    public void A_tensor_outside_its_storage_is_refused(long count, long offset, long[] shape, long[] strides, string message) =>
        Refused(new PickleBytes().Op("}").Text("x").Tensor(count, offset, shape, strides).Op("s"), message);

    public static TheoryData<string, string> BrokenPickles => new()
    {
        { "t", "a mark is missing" },
        { "R", "runs empty" },
        { "}}s", "runs empty" },
        { ")NNs", "something that is not a dictionary" },
        { ")]a", "something that is not a list" },
        { ")}b", "has none" },
        { "))R", "is not callable" },
        { "ccollections\nOrderedDict\n(R", "runs empty" },
        { "hA", "recalls value 65" },
        { "XAAAA", "ends too early" },
        { "cos\nsystem\n", "'os.system'" },
        { "cbuiltins\neval\n", "'builtins.eval'" },
        { "ctorch.serialization\nload\n", "'torch.serialization.load'" },
        { "c__torch__\nModel\n", "TorchScript program" },
        { "cnumpy.core.multiarray\n_reconstruct\n", "'numpy.core.multiarray._reconstruct'" },
        { "cunfinished", "ends too early" },
        { "ctorch\nfloat32\n)R", "'torch.float32' with invalid arguments" },
        { "ctorch._utils\n_rebuild_tensor_v2\n)R", "invalid arguments" },
        { ")Q", "reference to a storage" },
        { "I1\n", "operation INT (0x49)" },
        { "(ios\nsystem\n", "operation INST (0x69)" },
        { "w", "operation 0x77" },
        { "NN", "ends in the middle" },
        { "(N", "ends in the middle" },
        { "N", "no dictionary of tensors" },
    };

    [Theory]
    [MemberData(nameof(BrokenPickles))]
    public void A_broken_pickle_or_one_that_wants_more_is_refused(string operations, string message) =>
        Refused(new PickleBytes().Op(operations), message);

    [Fact]
    public void Text_that_is_not_UTF8_and_large_numbers_are_refused()
    {
        Refused(new PickleBytes().Raw((byte)'X', 1, 0, 0, 0, 0xff), "not UTF-8");
        Refused(new PickleBytes().Raw([0x8a, 9, .. new byte[9]]), "integer of 9 bytes");
        Refused(new PickleBytes().Raw(0x95, 0, 0, 0, 0, 0, 0, 0, 0), "FRAME (0x95), which no checkpoint of tensors needs. If you trust the file");
        Refused(new PickleBytes().Raw(0x80, 4), "of protocol 4, and torch.save writes 2");
    }

    [Fact]
    public void A_missing_storage_or_an_unknown_class_is_refused()
    {
        Refused(new PickleBytes().Op("}").Text("x").Tensor(1, 0, [1], [1], key: "../../secret").Op("s"), "data/../../secret is missing");
        Refused(new PickleBytes().Op("}").Text("x").Tensor(1, 0, [1], [1], "QInt8Storage").Op("s"), "quantized");
        Refused(new PickleBytes().Op("}").Text("x").Tensor(1, 0, [1], [1], "ComplexFloatStorage").Op("s"), "complex numbers");
    }

    [Fact]
    public void Dictionaries_within_themselves_or_without_end_are_refused()
    {
        Refused(new PickleBytes().Op("}").Raw((byte)'q', 0).Text("again").Raw((byte)'h', 0).Op("s"), "nested more than 16 deep");

        // ten entries on each of twelve levels, all of them the dictionary one level below: 10^12 names from two kilobytes
        var laughs = new PickleBytes().Op("}").Raw((byte)'q', 0).Op("(").Text("levels").Op("(}").Raw((byte)'q', 1);
        for (byte level = 2; level <= 12; level++)
        {
            laughs.Op("}").Raw((byte)'q', level).Op("(");
            for (var i = 0; i < 10; i++) laughs.Text($"{i}").Raw((byte)'h', (byte)(level - 1));
            laughs.Op("u");
        }
        Refused(laughs.Op("t").Text("top").Raw((byte)'h', 12).Op("u"), "more than 200000 entries");
    }

    [Fact]
    public void Work_and_memory_are_capped()
    {
        Refused(new PickleBytes().Raw(Enumerable.Repeat((byte)'}', 3_000_000).ToArray()), "more than 2000000 operations");
        Refused(new PickleBytes().Raw(new byte[17 << 20]), "at most 16777216 are read");

        // one list of a hundred thousand pairs, made a dictionary again and again
        var pickle = new PickleBytes().Op("]").Raw((byte)'q', 0).Op("(");
        for (var i = 0; i < 100_000; i++) pickle.Op("NN").Raw(0x86);
        pickle.Op("e");
        for (var i = 0; i < 1000; i++) pickle.Op("ccollections\nOrderedDict\n").Raw((byte)'h', 0, 0x85).Op("R");
        Refused(pickle, "more than 2000000 operations");
    }

    [Fact]
    public void Tensors_that_share_a_storage_too_often_are_refused()
    {
        // a megabyte that would become a gigabyte
        Refused(Shared(1000).InZip(1 << 20), "more memory than four times the file");
        File.WriteAllBytes(_path, Shared(60).InZip(1 << 20));
        using var weights = ModelWeights.Open(_path);
        weights.Tensors.Should().HaveCount(60);

        static PickleBytes Shared(int tensors)
        {
            var pickle = new PickleBytes().Op("}(").Text("0").Tensor(1 << 18, 0, [1 << 18], [1]).Raw((byte)'q', 1);
            for (var i = 1; i < tensors; i++) pickle.Text($"{i}").Raw((byte)'h', 1);
            return pickle.Op("u");
        }
    }

    private void Refused(PickleBytes pickle, string expected) => Refused(pickle.InZip(), expected);

    private void Refused(byte[] file, string expected)
    {
        File.WriteAllBytes(_path, file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = FluentActions.Invoking(() => ModelWeights.Open(_path)).Should().Throw<WeightFileException>().Which.Message;
        message.Should().StartWith(_path + ": ").And.Contain(expected);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(600 << 20);
    }
}
