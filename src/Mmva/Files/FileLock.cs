namespace Mmva.Files;

/// <summary>A file that only one process at a time can have open. The lock ends with the process.</summary>
internal static class FileLock
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Opens or creates the file; waits while another process has it open.</summary>
    public static async Task<FileStream> OpenAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryOpen(path) is { } file) return file;
            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens or creates the file, or returns null while another process has it open.</summary>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsTaken(e))
        {
            return null;
        }
    }

    // ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK on Linux and macOS
    private static bool IsTaken(IOException e) => OperatingSystem.IsWindows() ? (e.HResult & 0xffff) == 32 : e.HResult is 11 or 35;
}
