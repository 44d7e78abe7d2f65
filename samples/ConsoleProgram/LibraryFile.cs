using Mmva;
using Mmva.Files;

namespace ConsoleProgram;

/// <summary>A media file and what shows whether it has changed; of a link, the target's.</summary>
/// <param name="Modified">When it was last written, in ticks (UTC).</param>
public readonly record struct LibraryFile(string Path, long Bytes, long Modified)
{
    public static LibraryFile Of(string path)
    {
        try
        {
            var file = RegularFile.Of(path);
            return file.Exists ? new(path, file.Length, file.LastWriteTimeUtc.Ticks) : throw new MediaException(path, RegularFile.Missing(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
