using System.Buffers.Binary;
using Mmva.WeightFiles;

namespace Mmva.Encoders.PyTorch;

/// <summary>A checkpoint as PyTorch wrote it before version 1.6: five pickles, then the storages in sequence.</summary>
internal static class PyTorchLegacyFile
{
    private const long Protocol = 1001;

    /// <summary>The first bytes of such a file: a pickle of the magic number.</summary>
    public static ReadOnlySpan<byte> Magic => [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    /// <exception cref="WeightFileException">The file is damaged, or contains something that is not supported.</exception>
    public static ModelWeights Open(string path)
    {
        var map = MappedBytes.Open(path);
        try
        {
            long position = Magic.Length;
            if (Next().Value is not Protocol)
                throw new WeightFileException(path, $"has an unknown version of PyTorch's format; {Protocol} is supported.");
            Next(); // sizes of C types on the machine that wrote it; storages are always little-endian
            var pickle = Next();
            var views = StateDictionary.Flatten(path, pickle.Value);
            var keys = Next().Value as List<object?> ?? throw new WeightFileException(path, "its list of storages is damaged.");
            var storages = Locate(path, map, position, keys, pickle.Storages);
            var opened = new Dictionary<string, StoredBytes>();
            var factory = new TensorFactory(path, map.Length, storage =>
            {
                if (opened.TryGetValue(storage.Key, out var known)) return known;
                var (start, length) = storages[storage.Key];
                return opened[storage.Key] = StoredBytes.In(map, start, length, path, storage.Type.Size());
            });
            return new(path, factory.Create(views), map);

            Pickle Next()
            {
                var next = PickleReader.Read(path, map.Span(position, (int)Math.Min(PickleReader.MaxBytes, map.Length - position)));
                position += next.Length;
                return next;
            }
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    private static Dictionary<string, (long Start, long Length)> Locate(
        string path, MappedBytes map, long position, List<object?> keys, IReadOnlyCollection<StorageReference> references)
    {
        // only the pickle contains the element types, without which the file cannot be read
        var types = new Dictionary<string, StorageReference>();
        foreach (var storage in references)
            if (
                types.TryGetValue(storage.Key, out var known)
                    ? (known.Type, known.Count) != (storage.Type, storage.Count)
                    : !types.TryAdd(storage.Key, storage))
                throw new WeightFileException(path, $"its storage {storage.Key} is described twice in different ways.");

        var storages = new Dictionary<string, (long Start, long Length)>();
        foreach (var item in keys)
        {
            if (item is not string key || !types.TryGetValue(key, out var storage))
                throw new WeightFileException(path, $"its list of storages names '{item}', which no tensor uses.");
            if (map.Length - position < sizeof(long))
                throw new WeightFileException(path, $"its storage {key} should have {storage.Count} elements, but the file ends before it.");
            var count = BinaryPrimitives.ReadInt64LittleEndian(map.Span(position, sizeof(long)));
            position += sizeof(long);
            if (count < 0 || count != storage.Count)
                throw new WeightFileException(path, $"its storage {key} should have {storage.Count} elements, but {count} are stated.");
            if (count > (map.Length - position) / storage.Type.Size())
                throw new WeightFileException(path, $"its storage {key} reaches beyond the end of the file: the file is cut off.");
            if (!storages.TryAdd(key, (position, count * storage.Type.Size())))
                throw new WeightFileException(path, $"its storage {key} occurs twice.");
            position += count * storage.Type.Size();
        }
        return types.Keys.FirstOrDefault(k => !storages.ContainsKey(k)) is { } absent
            ? throw new WeightFileException(path, $"its storage {absent} is missing.")
            : storages;
    }
}
