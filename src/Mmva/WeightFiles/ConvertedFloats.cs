using System.Buffers;
using System.Runtime.InteropServices;

namespace Mmva.WeightFiles;

/// <summary>A tensor of another floating-point type as float32 bytes, which are computed when they are first read.</summary>
/// <remarks><see cref="Tensor.CopyTo"/> converts without them: weights that are copied anyway are then in memory once.</remarks>
internal sealed unsafe class ConvertedFloats(Tensor source) : MemoryManager<byte>
{
    // the array does not move
    private readonly Lazy<float[]> _values = new(() =>
    {
        var values = GC.AllocateUninitializedArray<float>(source.Count, pinned: true);
        source.CopyTo(values);
        MappedBytes.GiveBack(source.Bytes);
        return values;
    });

    public override Memory<byte> Memory => CreateMemory(source.Count * sizeof(float));

    public static bool TryFind(ReadOnlyMemory<byte> bytes, out Tensor tensor)
    {
        var found = MemoryMarshal.TryGetMemoryManager<byte, ConvertedFloats>(bytes, out var converted, out _, out var length);
        tensor = found ? converted!.Source : null!;
        return found && length == tensor.Count * sizeof(float);
    }

    private Tensor Source => source;

    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(_values.Value.AsSpan());

    public override MemoryHandle Pin(int elementIndex = 0) =>
        new((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_values.Value, 0) + elementIndex);

    public override void Unpin() { }

    protected override void Dispose(bool disposing) { }
}
