namespace Mmva.Sqlite;

/// <summary>Finds out why a database cannot be written, which SQLite does not say: a file next to it cannot be written for the same reason.</summary>
internal static class WriteProbe
{
    // more than the shared memory of a write-ahead log
    private const int Bytes = 64 * 1024;

    /// <returns>Why nothing can be written to the folder of a file; <see langword="null"/> if something can.</returns>
    public static string? ReasonFor(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var probe = Path.Combine(folder, $".{Path.GetRandomFileName()}");
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            file.Write(new byte[Bytes]);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.Replace(probe, folder, StringComparison.Ordinal);
        }
    }
}
