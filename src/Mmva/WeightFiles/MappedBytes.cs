using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Mmva.WeightFiles;

/// <summary>A read-only memory map whose parts can be had as <see cref="Memory{T}"/>, files over 2 GB included.</summary>
internal sealed unsafe class MappedBytes : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private int _disposed;

    private MappedBytes(string path, long length)
    {
        Length = length;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    public long Length { get; }

    /// <summary>Maps a whole file.</summary>
    /// <exception cref="WeightFileException">The file cannot be opened or is empty.</exception>
    public static MappedBytes Open(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length == 0) throw new WeightFileException(path, "is empty (0 bytes).");
            return new MappedBytes(path, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new WeightFileException(path, $"cannot be opened: {e.Message}", e);
        }
    }

    public ReadOnlySpan<byte> Span(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - count);
        return new(_start + offset, count);
    }

    public ReadOnlyMemory<byte> Slice(long offset, int count) => new Part(this, offset, count).Memory;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private sealed class Part(MappedBytes owner, long offset, int count) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan()
        {
            if (owner._disposed != 0) throw new ObjectDisposedException("weight file", "The weight file that this tensor lies in has been closed.");
            return new(owner._start + offset, count);
        }

        public override MemoryHandle Pin(int elementIndex = 0) => new(owner._start + offset + elementIndex);

        public override void Unpin() { }

        protected override void Dispose(bool disposing) { }
    }
}
