using Mmva.Files;

namespace Mmva.Data;

/// <summary>Opens untrusted files.</summary>
internal static class MediaFile
{
    /// <summary>Opens a regular, non-empty file for reading from the start.</summary>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (Directory.Exists(path)) throw new MediaException(path, "is a folder, not a file.");
            var file = RegularFile.Of(path);
            if (!file.Exists) throw new MediaException(path, RegularFile.Missing(path));
            // pipes and devices have no length either, and opening a pipe would wait for its writer
            if (file.Length == 0) throw new MediaException(path, "is empty (0 bytes) or not a regular file.");
            return new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new MediaException(path, $"cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Reads a whole file, up to a limit.</summary>
    public static byte[] ReadAll(string path, long maxBytes, string options)
    {
        using var file = Open(path);
        try
        {
            var length = file.Length;
            if (length > maxBytes) throw MediaLimits.TooManyBytes(path, length, maxBytes, options);
            var bytes = GC.AllocateUninitializedArray<byte>((int)length);
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException e)
        {
            throw new MediaException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
