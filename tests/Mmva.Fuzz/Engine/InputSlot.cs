using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Mmva.Fuzz.Engine;

/// <summary>
/// What a worker and the process that watches it share, in a memory-mapped file: the input that is being run, written before it runs, the
/// counters, and the edges seen so far. It survives the death of the worker.
/// </summary>
internal sealed unsafe class InputSlot : IDisposable
{
    public const int MaxInput = 8 << 20;
    private const int HeaderBytes = 4096;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    public InputSlot(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, HeaderBytes + EdgeMap.Size + MaxInput);
        _view = _file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start;
    }

    public ref SlotCounters Counters => ref *(SlotCounters*)_start;

    /// <summary>The classes of counts that were seen of each edge, one bit each.</summary>
    public byte* Seen => _start + HeaderBytes;

    /// <summary>The input in the slot.</summary>
    public byte[] Input => new ReadOnlySpan<byte>(_start + HeaderBytes + EdgeMap.Size, Counters.Length).ToArray();

    public void Begin(long index, ReadOnlySpan<byte> input)
    {
        input.CopyTo(new Span<byte>(_start + HeaderBytes + EdgeMap.Size, MaxInput));
        Counters.Length = input.Length;
        Counters.Index = index;
        Volatile.Write(ref Counters.Running, 1);
    }

    public void End() => Volatile.Write(ref Counters.Running, 0);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}

/// <summary>The counters of a target.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SlotCounters
{
    public long Index;
    public int Running, Length;
    public long Done, Refused, Edges, Corpus, Findings, MaxMicroseconds, MaxAllocated;
}
