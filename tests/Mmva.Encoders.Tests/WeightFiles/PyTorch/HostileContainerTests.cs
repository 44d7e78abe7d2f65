using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Mmva.Encoders.PyTorch;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.WeightFiles.PyTorch;

public sealed class HostileContainerTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("nested.pt"), InlineData("zip64.pt"), InlineData("nested.legacy.pt")]
    public void A_file_that_was_cut_off_anywhere_is_refused(string name)
    {
        var whole = Fixture(name);
        for (var length = 0; length < whole.Length; length++) Refused(whole[..length]);
    }

    [Theory]
    [InlineData("nested.pt")]
    [InlineData("zip64.pt")]
    [InlineData("views.pt")]
    [InlineData("nested.legacy.pt")]
    [InlineData("training.legacy.pt")]
    [InlineData("views.legacy.pt")]
    public void Any_damage_is_either_harmless_or_refused(string name)
    {
        var whole = Fixture(name);
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var damaged = whole.ToArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            HarmlessOrRefused(damaged);
        }
    }

    [Theory]
    [InlineData("nested.pt"), InlineData("training.pt"), InlineData("views.pt"), InlineData("types.pt")]
    public void Any_damage_to_the_pickle_is_either_harmless_or_refused(string name)
    {
        using var archive = ZipFile.OpenRead(GoldenFiles.Fixture("checkpoints", name));
        var files = archive.Entries.Select(e => (e.FullName, Content: Bytes(e))).ToArray();
        var pickle = Array.FindIndex(files, f => f.FullName.EndsWith("/data.pkl"));
        var (whole, random) = (files[pickle].Content, new Random(2));
        for (var round = 0; round < 500; round++)
        {
            files[pickle].Content = [.. whole];
            for (var flips = random.Next(1, 4); flips > 0; flips--) files[pickle].Content[random.Next(whole.Length)] = (byte)random.Next(256);
            HarmlessOrRefused(PickleBytes.Zip(files));
        }

        static byte[] Bytes(ZipArchiveEntry entry)
        {
            var content = new byte[entry.Length];
            using var stream = entry.Open();
            stream.ReadExactly(content);
            return content;
        }
    }

    [Fact]
    public void Damaged_weights_are_found_by_their_checksum()
    {
        var bytes = Fixture("nested.pt");
        var place = bytes.AsSpan().IndexOf(BitConverter.GetBytes(23f).Concat(BitConverter.GetBytes(24f)).ToArray());
        bytes[place]++;
        Refused(bytes, "its part data/0 is damaged: its checksum (CRC-32)");
    }

    [Fact]
    public void Directories_that_lie_are_refused()
    {
        var honest = new PickleBytes().Op("}").Text("x").Tensor(16, 0, [16], [1]).Op("s").InZip();
        var directory = honest.AsSpan().IndexOf("PK\u0001\u0002"u8);
        var second = directory + 4 + honest.AsSpan(directory + 4).IndexOf("PK\u0001\u0002"u8);
        var end = honest.AsSpan().IndexOf("PK\u0005\u0006"u8);

        Refused(Changed(end + 10, 200), "its directory is truncated");
        Refused(Changed(end + 12, uint.MaxValue - 1), "outside the file");
        Refused(Changed(end + 16, (uint)honest.Length), "outside the file");
        Refused(Changed(end + 16, uint.MaxValue), "zip64 end is missing");
        Refused(Changed(directory + 42, uint.MaxValue - 1), "is outside the file");
        Refused(Changed(directory + 42, 1), "not where the directory says");
        Refused(Changed(second + 42, 0), "not where the directory says");
        Refused(Changed(directory + 20, 1 << 20), "overlaps the directory");
        Refused(Changed(directory + 24, 5), "two lengths");

        // the pickle, lengthened in the directory, reaches into the storage behind it
        var length = BinaryPrimitives.ReadUInt32LittleEndian(honest.AsSpan(directory + 20));
        var longer = Changed(directory + 20, length + 20);
        BinaryPrimitives.WriteUInt32LittleEndian(longer.AsSpan(directory + 24), length + 20);
        Refused(longer, "'archive/data.pkl' and 'archive/data/0' overlap");

        byte[] Changed(int place, uint value)
        {
            var copy = honest.ToArray();
            if (place == end + 10) BinaryPrimitives.WriteUInt16LittleEndian(copy.AsSpan(place), (ushort)value);
            else BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(place), value);
            return copy;
        }
    }

    [Fact]
    public void Archives_that_PyTorch_did_not_write_are_named()
    {
        Refused(Zip("notes.txt"), "not a PyTorch checkpoint: 0 of its files");
        Refused(Zip("a/data.pkl", "b/data.pkl"), "2 of its files");
        Refused(Zip("a/data.pkl", "a/byteorder"), "big-endian");
        Refused(Zip("a/data.pkl", "a/code/m.py"), "TorchScript");
        Refused(Zip("a/data.pkl", "a/version", "a/version"), "occurs twice");
        Refused(Compressed("a/data.pkl", new string('a', 500)), "compressed or encrypted");

        static byte[] Zip(params string[] names) => PickleBytes.Zip([.. names.Select(n => (n, "big"u8.ToArray()))]);
    }

    [Fact]
    public void Legacy_storages_that_do_not_fit_are_refused()
    {
        var honest = Fixture("nested.legacy.pt");
        var count = honest.AsSpan().LastIndexOf(BitConverter.GetBytes(24L)); // before the numbers of the only storage
        var lying = honest.ToArray();
        lying[count] = 25;
        Refused(lying, "should have 24 elements, but 25 are stated");
        Refused(honest[..^1], "cut off");
        Refused(honest[..count], "the file ends before it");
    }

    [Theory]
    [InlineData(-1), InlineData(-7), InlineData(long.MinValue / 4), InlineData(long.MinValue), InlineData(long.MaxValue / 2 + 1)]
    public void A_legacy_storage_of_an_impossible_size_is_refused(long count)
    {
        var pickle = new PickleBytes().Op("}").Text("x").Tensor(count, 0, [1], [1]).Op("s").Stop();
        byte[] file = [.. PyTorchLegacyFile.Magic, .. new PickleBytes().Number(1001).Stop(), .. new PickleBytes().Op("}").Stop(), .. pickle,
            .. new PickleBytes().Op("](").Text("0").Op("e").Stop(), .. BitConverter.GetBytes(count), .. new byte[64]];
        Refused(file, count < 0 ? $"should have {count} elements, but {count} are stated" : "cut off");
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(GoldenFiles.Fixture("checkpoints", name));

    private static byte[] Compressed(string name, string content)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
            entry.Write(Encoding.ASCII.GetBytes(content));
        }
        return stream.ToArray();
    }

    private void HarmlessOrRefused(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        try
        {
            using var weights = ModelWeights.Open(_path);
            weights.Tensors.Values.Sum(t => (long)t.Bytes.Span.Length + (t.Bytes.IsEmpty ? 0 : t.Bytes.Span[^1])).Should().BeLessThan(64 << 20);
        }
        catch (WeightFileException)
        {
            // refused
        }
    }

    private void Refused(byte[] bytes, string expected = ": ")
    {
        File.WriteAllBytes(_path, bytes);
        FluentActions.Invoking(() => ModelWeights.Open(_path))
            .Should().Throw<WeightFileException>().Which.Message.Should().StartWith(_path + ": ").And.Contain(expected);
    }
}
