using Mmva;

namespace IndexLibrary.Files;

/// <summary>A file of the library and what tells whether it has changed.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Modified">When it was last written, in ticks (UTC).</param>
internal readonly record struct LibraryFile(string Path, long Bytes, long Modified)
{
    /// <exception cref="MediaException">There is no such file, or it is out of reach.</exception>
    public static LibraryFile Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target) file = target;
            return file.Exists ? new(path, file.Length, file.LastWriteTimeUtc.Ticks) : throw new MediaException(path, "there is no such file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
