using System.Globalization;

namespace Mmva.Benchmarks.Scale;

/// <summary>The resident memory of this process and cached pages of files, on Linux.</summary>
internal static partial class ProcessMemory
{
    private const int DontNeed = 4; // POSIX_FADV_DONTNEED

    public static long Resident => Read("VmRSS:");

    /// <summary>The highest resident memory since <see cref="ResetPeak"/>.</summary>
    public static long Peak => Read("VmHWM:");

    public static void ResetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    public static void Collect()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>Removes the pages of a file, or of all files below a folder, from the cache of the operating system.</summary>
    public static void DropCached(string path)
    {
        var files = Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : [path];
        foreach (var file in files)
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.FlushToDisk(handle); // pages that are not on disk yet cannot be dropped
            _ = Advise(handle.DangerousGetHandle().ToInt32(), 0, 0, DontNeed);
        }
    }

    private static long Read(string field) =>
        1024 * long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal)).Split(
            [' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int Advise(int file, long offset, long length, int advice);
}
