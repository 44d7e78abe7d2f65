using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Mmva.Encoders.Tests.WeightFiles.PyTorch;

/// <summary>Writes pickles by hand, honest or not, and packs them as PyTorch does.</summary>
internal sealed class PickleBytes
{
    private readonly MemoryStream _bytes = new();

    public PickleBytes() => Raw(0x80, 2);

    public PickleBytes Raw(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public PickleBytes Op(string characters) => Raw(Encoding.ASCII.GetBytes(characters));

    public PickleBytes Text(string text)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, Encoding.UTF8.GetByteCount(text));
        return Op("X").Raw(length).Raw(Encoding.UTF8.GetBytes(text));
    }

    public PickleBytes Number(long value) => Raw([0x8a, 8, .. BitConverter.GetBytes(value)]);

    public PickleBytes Global(string module, string name) => Op($"c{module}\n{name}\n");

    public PickleBytes Numbers(params long[] values)
    {
        Op("(");
        foreach (var value in values) Number(value);
        return Op("t");
    }

    /// <summary>A reference to a storage.</summary>
    public PickleBytes Storage(long count, string module = "torch", string storageClass = "FloatStorage", string key = "0") =>
        Op("(").Text("storage").Global(module, storageClass).Text(key).Text("cpu").Number(count).Op("tQ");

    /// <summary>A tensor over the storage "0" of <paramref name="count"/> float32.</summary>
    public PickleBytes Tensor(long count, long offset, long[] shape, long[] strides, string storageClass = "FloatStorage", string key = "0") =>
        Global("torch._utils", "_rebuild_tensor_v2").Op("(").Storage(count, "torch", storageClass, key).Number(offset).Numbers(shape).Numbers(strides)
            .Raw(0x89).Op("}tR");

    public byte[] Stop()
    {
        Op(".");
        return _bytes.ToArray();
    }

    /// <summary>The pickle in a zip archive with one storage of zeros.</summary>
    public byte[] InZip(int storageBytes = 64) => Zip(("archive/data.pkl", Stop()), ("archive/data/0", new byte[storageBytes]));

    /// <summary>A zip archive as PyTorch writes it: nothing is compressed.</summary>
    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        return stream.ToArray();
    }
}
