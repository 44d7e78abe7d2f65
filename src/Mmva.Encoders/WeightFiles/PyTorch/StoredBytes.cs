using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders.PyTorch;

/// <summary>The bytes of one storage: in the memory map, or in memory if their address in the map is not a multiple of the element size.</summary>
internal sealed class StoredBytes
{
    private readonly MappedBytes _map;
    private readonly long _start;
    private readonly byte[]? _copy;

    private StoredBytes(MappedBytes map, long start, long length, byte[]? copy)
    {
        _map = map;
        _start = start;
        Length = length;
        _copy = copy;
    }

    public long Length { get; }

    public static StoredBytes In(MappedBytes map, long start, long length, string path, int elementSize)
    {
        if (start % elementSize == 0 || length > Array.MaxLength) return new(map, start, length, null);
        // read, not copied from the map: pages of the map would count as memory a second time
        var copy = GraphWeight.Allocate<byte>((int)length);
        using var file = File.OpenHandle(path);
        for (var done = 0; done < copy.Length;)
        {
            var read = RandomAccess.Read(file, copy.AsSpan(done), start + done);
            if (read == 0) throw new WeightFileException(path, "became shorter while it was read.");
            done += read;
        }
        return new(map, start, length, copy);
    }

    public ReadOnlyMemory<byte> Slice(long offset, int count) =>
        _copy is null ? _map.Slice(_start + offset, count) : _copy.AsMemory((int)offset, count);

    public ReadOnlySpan<byte> Span(long offset, int count) => _copy is null ? _map.Span(_start + offset, count) : _copy.AsSpan((int)offset, count);
}
