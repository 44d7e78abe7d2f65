namespace Mmva.Files;

/// <summary>Writes files that appear or are replaced only when they are complete.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a temporary file next to the target, flushes it to disk and renames it. On failure nothing is left behind.</summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="error">
    /// Creates the exception for a file that cannot be written, or <see langword="null"/> for an <see cref="MmvaException"/>.
    /// </param>
    public static void Write(string path, Action<FileStream> write, Func<string, Exception, MmvaException>? error = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            TryDelete(temporary);
            if (e is not (IOException or UnauthorizedAccessException)) throw;
            throw error?.Invoke($"cannot be written: {e.Message}", e) ?? new MmvaException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Deletes a file if that is possible: it may be in use, or its folder gone, and neither should hide an earlier error.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
