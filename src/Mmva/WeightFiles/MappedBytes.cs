using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Mmva.Files;

namespace Mmva.WeightFiles;

/// <summary>A read-only memory-mapped file, parts of which are available as <see cref="Memory{T}"/>. It can be larger than 2 GB.</summary>
internal sealed unsafe partial class MappedBytes : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private int _disposed;

    private MappedBytes(string path, long length)
    {
        Path = path;
        Length = length;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    /// <summary>The full path of the file, with links resolved.</summary>
    public string Path { get; }

    public long Length { get; }

    /// <summary>Maps a whole file.</summary>
    /// <exception cref="WeightFileException">The file cannot be opened or is empty.</exception>
    public static MappedBytes Open(string path)
    {
        try
        {
            var file = RegularFile.Of(path);
            if (file.Length == 0) throw new WeightFileException(path, "is empty (0 bytes).");
            return new MappedBytes(file.FullName, file.Length);
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

    /// <summary>Returns whether bytes belong to a mapped file, with its path and their offset.</summary>
    public static bool TryLocate(ReadOnlyMemory<byte> bytes, out string path, out long offset)
    {
        var found = MemoryMarshal.TryGetMemoryManager<byte, Part>(bytes, out var part, out var start, out _);
        (path, offset) = found ? (part!.Owner.Path, part.Offset + start) : ("", 0);
        return found;
    }

    /// <summary>
    /// Hints that the operating system may drop the pages of these bytes from the process's memory (madvise). Reading them again fetches them from
    /// the page cache. Does nothing for bytes that do not belong to a mapped file.
    /// </summary>
    public static void GiveBack(ReadOnlyMemory<byte> bytes)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) Advise(bytes, DontNeed);
    }

    /// <summary>
    /// Hints that only a few of these bytes will be read: where the disk cache has pages of 2 MB, each that is touched would otherwise come into
    /// memory whole. Does nothing for bytes that do not belong to a mapped file.
    /// </summary>
    public static void ReadSparsely(ReadOnlyMemory<byte> bytes)
    {
        if (OperatingSystem.IsLinux()) Advise(bytes, NoHugePages);
    }

    private static void Advise(ReadOnlyMemory<byte> bytes, int advice)
    {
        if (!MemoryMarshal.TryGetMemoryManager<byte, Part>(bytes, out var part, out var start, out var length)) return;
        var page = (nuint)Environment.SystemPageSize;
        var first = ((nuint)(part!.Owner._start + part.Offset + start) + page - 1) / page * page;
        var end = (nuint)(part.Owner._start + part.Offset + start + length) / page * page;
        if (first < end && part.Owner._disposed == 0) _ = Advise((void*)first, end - first, advice);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private const int DontNeed = 4; // the same on Linux and macOS
    private const int NoHugePages = 15; // of Linux only

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint length, int advice);

    private sealed class Part(MappedBytes owner, long offset, int count) : MemoryManager<byte>
    {
        public MappedBytes Owner => owner;

        public long Offset => offset;

        public override Span<byte> GetSpan()
        {
            if (owner._disposed != 0) throw new ObjectDisposedException("weight file", "The weight file of this tensor has been closed.");
            return new(owner._start + offset, count);
        }

        public override MemoryHandle Pin(int elementIndex = 0) => new(owner._start + offset + elementIndex);

        public override void Unpin() { }

        protected override void Dispose(bool disposing) { }
    }
}
