using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mmva.Tasks;

/// <summary>Memory outside the managed heap, which may exceed 2 GB: allocated, or a file mapped for reading.</summary>
/// <remarks>
/// It is released once the block is unreachable; code that reads through the pointer keeps the block alive (<see cref="GC.KeepAlive"/>).
/// </remarks>
internal sealed unsafe class MemoryBlock
{
    private readonly object _owner;

    private MemoryBlock(object owner, byte* start, long length)
    {
        _owner = owner;
        Length = length;
        Start = start;
    }

    public byte* Start { get; }

    public long Length { get; }

    /// <summary>Allocates memory filled with zeros.</summary>
    public static MemoryBlock Allocate(long length)
    {
        var owner = new Allocation(length);
        return new(owner, (byte*)owner.DangerousGetHandle(), length);
    }

    /// <summary>Maps a file for reading.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static MemoryBlock Map(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var length = stream.Length;
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        var view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        return new(view, (byte*)view.SafeMemoryMappedViewHandle.DangerousGetHandle() + view.PointerOffset, length);
    }

    private sealed class Allocation : SafeHandleZeroOrMinusOneIsInvalid
    {
        private const int Alignment = 64;
        private readonly long _length;

        public Allocation(long length) : base(ownsHandle: true)
        {
            _length = length;
            var size = checked((nuint)Math.Max(length, 1));
            var memory = NativeMemory.AlignedAlloc(size, Alignment);
            NativeMemory.Clear(memory, size);
            SetHandle((nint)memory);
            GC.AddMemoryPressure((long)size);
        }

        protected override bool ReleaseHandle()
        {
            NativeMemory.AlignedFree((void*)handle);
            GC.RemoveMemoryPressure(Math.Max(_length, 1));
            return true;
        }
    }
}
