using System.IO.Hashing;
using Mmva.WeightFiles;

namespace Mmva.Encoders.PyTorch;

/// <summary>A checkpoint as PyTorch writes it since version 1.6: a zip archive of one pickle and the storages, stored uncompressed.</summary>
internal static class PyTorchZipFile
{
    // CRC-32 is computed in steps, so that no storage is too large for it
    private const int Step = 1 << 24;

    /// <exception cref="WeightFileException">The file is damaged, or contains something that is not supported.</exception>
    public static ModelWeights Open(string path)
    {
        var map = MappedBytes.Open(path);
        try
        {
            var entries = ZipDirectory.Read(path, map);
            var root = RootOf(path, entries.Keys);
            if (entries.ContainsKey($"{root}byteorder") && !Bytes("byteorder", 64).SequenceEqual("little"u8))
                throw new WeightFileException(
                    path, "was written on a big-endian machine, which is not supported. Load it in PyTorch there and save it as safetensors.");

            var views = StateDictionary.Flatten(path, PickleReader.Read(path, Bytes("data.pkl", PickleReader.MaxBytes)).Value);
            var opened = new Dictionary<string, StoredBytes>();
            var factory = new TensorFactory(path, map.Length, Storage);
            return new(path, factory.Create(views), map);

            StoredBytes Storage(StorageReference storage)
            {
                if (!opened.TryGetValue(storage.Key, out var bytes))
                {
                    var entry = Entry($"data/{storage.Key}");
                    opened[storage.Key] = bytes = StoredBytes.In(map, entry.Start, entry.Length, path, storage.Type.Size());
                }
                if (storage.Count < 0 || storage.Count > bytes.Length / storage.Type.Size())
                    throw new WeightFileException(
                        path, $"its storage {storage.Key} should have {storage.Count} elements of {storage.Type}, but takes {bytes.Length} bytes.");
                return bytes;
            }

            ReadOnlySpan<byte> Bytes(string name, int max)
            {
                var entry = Entry(name);
                return entry.Length <= max
                    ? map.Span(entry.Start, (int)entry.Length)
                    : throw new WeightFileException(path, $"its part {name} takes {entry.Length} bytes; at most {max} are read.");
            }

            ZipEntry Entry(string name)
            {
                if (!entries.TryGetValue(root + name, out var entry)) throw new WeightFileException(path, $"its part {name} is missing.");
                if (!entry.IsStored)
                    throw new WeightFileException(
                        path, $"its part {name} is compressed or encrypted; PyTorch stores it plain. Was the file repacked?");
                return Crc(map, entry) == entry.Crc
                    ? entry
                    : throw new WeightFileException(path, $"its part {name} is damaged: its checksum (CRC-32) does not match. Download it again.");
            }
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    private static string RootOf(string path, IReadOnlyCollection<string> names)
    {
        var roots = names.Where(n => n.EndsWith("/data.pkl", StringComparison.Ordinal) && n.IndexOf('/') == n.Length - "/data.pkl".Length).ToArray();
        if (roots.Length != 1)
            throw new WeightFileException(path, $"is a zip archive, but not a PyTorch checkpoint: {roots.Length} of its files are a data.pkl.");
        var root = roots[0][..^"data.pkl".Length];
        if (names.Any(n => n == root + "constants.pkl" || n.StartsWith(root + "code/", StringComparison.Ordinal)))
            throw new WeightFileException(path,
                "is a TorchScript archive: a program with weights (OpenAI's ViT-B-32.pt is one), and programs are not run. "
                + "Use the model's Hugging Face or open_clip files, or load it in PyTorch and save its state_dict() as safetensors.");
        return root;
    }

    private static uint Crc(MappedBytes map, ZipEntry entry)
    {
        var crc = new Crc32();
        for (long done = 0; done < entry.Length; done += Step) crc.Append(map.Span(entry.Start + done, (int)Math.Min(Step, entry.Length - done)));
        return crc.GetCurrentHashAsUInt32();
    }
}
