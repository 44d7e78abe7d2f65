using System.Text;

namespace Mmva.Files;

/// <summary>Writes files that appear or are replaced only when they are complete.</summary>
internal static class AtomicFile
{
    private const int MaxNameBytes = 255, MaxExtensionBytes = 20;

    private static readonly int AddedBytes = TemporaryName("").Length;

    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>Writes a temporary file next to the target, flushes it to disk and renames it. On failure nothing is left behind.</summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="error">
    /// Creates the exception for a file that cannot be written, or <see langword="null"/> for an <see cref="MmvaException"/>.
    /// </param>
    /// <param name="check">Examines the complete temporary file, whose path it receives, before it is renamed; optional.</param>
    public static void Write(
        string path, Action<FileStream> write, Func<string, Exception, MmvaException>? error = null, Action<string>? check = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var temporary = TemporaryName(Shortened(path));
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            check?.Invoke(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            TryDelete(temporary);
            // the last is .NET's way to report a file that is longer than the file system or a limit of the process allows
            if (e is not (IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" })) throw;
            throw error?.Invoke($"cannot be written: {e.Message}", e) ?? new MmvaException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Deletes the temporary files that processes killed while they wrote this target have left behind.</summary>
    public static void DeleteLeftovers(string path)
    {
        var target = new FileInfo(Shortened(path));
        DeleteLeftovers(target.Directory!, name => name == target.Name, DateTime.MaxValue);
    }

    /// <summary>
    /// Deletes the temporary files that killed processes have left in a folder to which others may be writing: those that nobody has open or has
    /// written to for an hour.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="prefix">How the names of the targets start.</param>
    public static void DeleteAbandoned(string folder, string prefix) => DeleteLeftovers(
        new DirectoryInfo(folder), name => name.StartsWith(prefix, StringComparison.Ordinal), DateTime.UtcNow - Abandoned);

    private static void DeleteLeftovers(DirectoryInfo folder, Func<string, bool> isTarget, DateTime writtenBefore)
    {
        try
        {
            foreach (var file in folder.EnumerateFiles("*.tmp"))
            {
                if (file.Name.Length <= AddedBytes || !isTarget(file.Name[..^AddedBytes])) continue;
                var id = file.Name[(file.Name.Length - AddedBytes + 1)..^".tmp".Length];
                if (Guid.TryParseExact(id, "N", out _) && file.LastWriteTimeUtc < writtenBefore && !IsOpen(file)) TryDelete(file.FullName);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string TemporaryName(string path) => $"{path}.{Guid.NewGuid():N}.tmp";

    // file systems limit the length of names, by which that of a temporary file is longer; its extension shows what it was to become
    private static string Shortened(string path)
    {
        var name = Path.GetFileName(path);
        var extension = Path.GetExtension(name);
        if (Encoding.UTF8.GetByteCount(extension) > MaxExtensionBytes) extension = "";
        var rest = MaxNameBytes - AddedBytes - Encoding.UTF8.GetByteCount(extension);
        if (Encoding.UTF8.GetByteCount(name) <= MaxNameBytes - AddedBytes) return path;
        var stem = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if ((rest -= rune.Utf8SequenceLength) < 0) break;
            stem.Append(rune);
        }
        return $"{path[..^name.Length]}{stem}{extension}";
    }

    /// <summary>Returns whether a process, which does not share it, has a file open, or nobody may open it.</summary>
    public static bool IsOpen(FileInfo file)
    {
        try
        {
            using var stream = file.Open(FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
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
