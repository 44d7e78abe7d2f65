using System.Runtime.InteropServices;

namespace Mmva.Data;

/// <summary>Holds bytes in place while native code works on them.</summary>
internal readonly struct PinnedBytes(ArraySegment<byte> bytes) : IDisposable
{
    private readonly GCHandle _handle = GCHandle.Alloc(bytes.Array, GCHandleType.Pinned);
    private readonly int _offset = bytes.Offset;

    public IntPtr Address => _handle.AddrOfPinnedObject() + _offset;

    public void Dispose() => _handle.Free();
}
