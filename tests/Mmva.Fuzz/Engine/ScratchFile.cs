using Microsoft.Win32.SafeHandles;

namespace Mmva.Fuzz.Engine;

/// <summary>A file of one input after the other, kept open: opening it costs more than writing it.</summary>
internal sealed class ScratchFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    public ScratchFile(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        Path = path;
        _handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    public string Path { get; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.SetLength(_handle, bytes.Length);
        RandomAccess.Write(_handle, bytes, 0);
    }

    public void Dispose() => _handle.Dispose();
}
