using System.Runtime.InteropServices;

namespace Mmva.Data;

/// <summary>Pins bytes while native code uses them.</summary>
internal readonly struct PinnedBytes(ArraySegment<byte> bytes) : IDisposable
{
    private readonly GCHandle _handle = GCHandle.Alloc(bytes.Array, GCHandleType.Pinned);
    private readonly int _offset = bytes.Offset;

    public IntPtr Address => _handle.AddrOfPinnedObject() + _offset;

    public void Dispose() => _handle.Free();
}
