using System.Buffers;
using System.Runtime.InteropServices;

namespace Mmva.WeightFiles;

/// <summary>Little-endian bytes, in a memory map for example, read as floats without a copy.</summary>
internal sealed unsafe class FloatView(ReadOnlyMemory<byte> bytes) : MemoryManager<float>
{
    public override Span<float> GetSpan() => MemoryMarshal.Cast<byte, float>(MemoryMarshal.AsMemory(bytes).Span);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        var handle = bytes.Pin();
        return new((float*)handle.Pointer + elementIndex, pinnable: new Pinned(handle));
    }

    public override void Unpin() { }

    protected override void Dispose(bool disposing) { }

    private sealed class Pinned(MemoryHandle handle) : IPinnable
    {
        public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException();

        public void Unpin() => handle.Dispose();
    }
}
