using System.Runtime.InteropServices;

namespace Mmva.Tasks;

/// <summary>A growing byte buffer that may exceed 2 GB.</summary>
internal sealed unsafe class RecordBuffer : IDisposable
{
    private const long SmallestCapacity = 4096;

    private byte* _start;
    private long _capacity;

    ~RecordBuffer() => Free();

    public long Length { get; private set; }

    public ReadOnlySpan<byte> Span(long offset, int length) => new(_start + offset, length);

    /// <summary>Makes room at the end; <see cref="Take"/> commits it.</summary>
    public Span<byte> Reserve(int length)
    {
        if (Length + length > _capacity)
        {
            _capacity = Math.Max(Math.Max(SmallestCapacity, 2 * _capacity), Length + length);
            _start = (byte*)NativeMemory.Realloc(_start, (nuint)_capacity);
        }
        return new(_start + Length, length);
    }

    public void Take(int length) => Length += length;

    public void CopyTo(byte* target) => Buffer.MemoryCopy(_start, target, Length, Length);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_start);
        _start = null;
        (_capacity, Length) = (0, 0);
    }
}
